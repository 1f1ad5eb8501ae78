"""Arabic given names and words of names, in the Latin spellings that are usual in French- and
English-speaking countries."""

# Each line is one name: its Arabic spellings and its usual Latin ones, folded.
ARABIC_NAMES = """
محمد muhammad mohamed mohammed mohammad muhammed mohamad mouhamed mouhammad mouhamadou mamadou muhamad mohd mehmet
احمد ahmed ahmad ahmet ahmadou amadou
محمود mahmoud mahmud mahmood mehmood
يوسف youssef yusuf yousef youssouf yousuf yusef joseph youcef yussuf yosef
حسين hussein husain hossein hussain husein houssein housseine hocine hussien
حسن hassan hasan hassane
ابراهيم ibrahim ebrahim ibrahima brahim ibraheem abraham
علي ali aly alioune
عمر omar umar oumar omer
عثمان osman uthman othman ousmane usman othmane
خالد khaled khalid khalil
مصطفي mustafa mostafa moustapha mustapha mostapha moustafa
طارق tarek tariq tarik tareq
سعيد said saeed saïd sayed saeid
سيد sayyid sayed said sayyed
جمال jamal gamal djamal jamel
فاطمه fatima fatma fatimah fatoumata fatou
عايشه aisha aicha ayesha aysha aissatou aïcha aishah
خديجه khadija khadijah kadija hadija khadidja
مريم mariam maryam meryem miriam mariama myriam
زينب zeinab zainab zaynab zineb zeynep
امينه amina aminah ameena aminata
سليمان suleiman sulaiman soulaimane souleymane soliman slimane sulayman
اسماعيل ismail ismael ismaïl esmail ismaila smail
يحيي yahya yahia yehia
زكريا zakaria zakariya zakariyya zachariah
ادريس idris idriss driss idrissa
بلال bilal belal
حمزه hamza hamzah
انور anwar anouar
رشيد rashid rachid rasheed
راشد rashed rached
شريف sharif cherif sherif shareef chérif
نور nour noor nur
نورالدين noureddine nureddin nouraldin nuruddin nordine
كريم karim kareem
سالم salem salim
سليم selim salim sélim saleem
فيصل faisal faysal fayçal faycal feisal
هشام hisham hicham hesham
هاشم hashem hashim hachem hachim
سمير samir sameer
وليد walid waleed oualid
ياسين yassine yasin yaseen yacine
ياسر yasser yasir yaser
مبارك mubarak moubarak embarek
موسي moussa musa mousa
عيسي issa isa eissa aissa
داود dawood daoud dawud daud david
قاسم qasim kassem qassem kacem kasim gacem
عباس abbas abass
بكر bakr bakar
ابوبكر abubakar aboubacar abubakr aboubakar boubacar bubakar
فاروق farouk faruk farooq faruq
منصور mansour mansur mansoor
ناصر nasser nasir naser nacer
حبيب habib habeeb
جعفر jafar jaafar djaafar gaafar
عادل adel adil
عزيز aziz azeez
مختار mukhtar mokhtar moukhtar
شعبان shaban shaaban chaabane
رمضان ramadan ramadhan ramzan ramadane
الحاج hajj haj hadji elhadji elhadj
شيخ sheikh shaikh cheikh shaykh cheick
جابر jaber jabir djaber
حكيم hakim hakeem
ايمن ayman aymen aiman
ايمان iman imane eman
ليلي leila layla laila leyla
سعاد souad suad
نبيل nabil nabeel
نجيب najib naguib nejib najeeb
توفيق tawfiq toufik tewfik taoufik tawfik
هدي huda hoda houda
سلمي salma selma
مني mona mouna muna
نوره noura nora nura
اروي arwa aroua
لبني lubna loubna lobna
رانيا rania raniya
نهي noha nuha
هبه heba hiba
هاله hala hela
ساره sarah sara
ساميه samia samiya samya
ناديه nadia nadya nadiya
سميه soumaya sumaya somaya
زهراء zahra zahraa zohra
رقيه ruqayya roqaya rokia rokaya
حليمه halima halimah
سعيده saida saeeda
حياه hayat hayet
اميره amira ameera
وفاء wafa wafaa ouafa
صفيه safia safiya safiyya
عبير abir abeer
كوثر kawthar kaouthar kawtar kaoutar
سهام siham seham
رضا reda rida ridha redha
ماجد majed majid maged
مجيد majid majeed
غسان ghassan gassan
زياد ziad ziyad zyad
رياض riad riyadh riyad ryad
فؤاد fouad fuad foad
عماد imad emad
علاء alaa ala
ضياء diaa dia zia
بهاء bahaa baha
نصر nasr nasser
نزار nizar nezar
لطفي lotfi lutfi loutfi
شكري chokri shukri choukri shokri
فتحي fathi fethi
مهدي mahdi mehdi
هادي hadi hedi
رفيق rafik rafiq rafeek
صادق sadiq sadek sadik sadok
جلال jalal jallal djalal galal
بشير bashir bachir basheer
منير munir mounir moneer
معاذ muadh moaz mouad muaz
ربيع rabie rabi rabih
بن ben ibn bin
بنت bint bent
ولد ould wuld walad uld
ابو abu abou abo aboo abi
ام umm oum um
"""
