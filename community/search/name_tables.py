"""Readings and spellings that no rule gives. Sources: the surname readings of standard Chinese dictionaries,
and the Latin spellings of Arabic given names that are usual in French- and English-speaking countries."""

# Read differently as a surname than as a word. With ü, the variants are made by rule.
SURNAME_READINGS: dict[str, tuple[str, ...]] = {
    "单": ("shan",),
    "解": ("xie",),
    "曾": ("zeng",),
    "仇": ("qiu",),
    "区": ("ou",),
    "朴": ("piao", "park", "pak"),
    "查": ("zha", "cha"),
    "盖": ("ge", "gai"),
    "任": ("ren",),
    "华": ("hua",),
    "尹": ("yin",),
    "乐": ("yue", "le"),
    "覃": ("qin", "tan"),
    "翟": ("zhai", "di"),
    "尉": ("wei",),
    "缪": ("miao", "mu"),
    "宓": ("mi", "fu"),
    "员": ("yun",),
    "秘": ("bi",),
    "种": ("chong",),
    "冼": ("xian",),
    "召": ("shao",),
    "折": ("she",),
    "黑": ("he",),
    "繁": ("po",),
    "洗": ("xian",),
    "燕": ("yan",),
    "宁": ("ning",),
    "石": ("shi",),
    "薄": ("bo",),
    "逄": ("pang",),
    "那": ("na",),
    "过": ("guo",),
    "葛": ("ge",),
    "褚": ("chu",),
    "应": ("ying",),
    "重": ("chong",),
    "车": ("che",),
    "能": ("nai",),
    "阚": ("kan",),
    "卜": ("bu",),
    "牟": ("mu", "mou"),
    "隗": ("wei", "kui"),
    "臧": ("zang",),
    "谌": ("chen", "shen"),
    "佘": ("she",),
    "万俟": ("moqi",),
    "尉迟": ("yuchi",),
    "长孙": ("zhangsun",),
    "欧阳": ("ouyang",),
    "司马": ("sima",),
    "诸葛": ("zhuge",),
    "上官": ("shangguan",),
    "皇甫": ("huangfu",),
    "令狐": ("linghu",),
    "夏侯": ("xiahou",),
    "司徒": ("situ",),
    "东方": ("dongfang",),
    "独孤": ("dugu",),
    "慕容": ("murong",),
    "宇文": ("yuwen",),
    "公孙": ("gongsun",),
    "轩辕": ("xuanyuan",),
    "端木": ("duanmu",),
    "南宫": ("nangong",),
    "澹台": ("tantai",),
    "赫连": ("helian",),
    "鲜于": ("xianyu",),
    "呼延": ("huyan",),
    "百里": ("baili",),
    "东郭": ("dongguo",),
    "西门": ("ximen",),
    "申屠": ("shentu",),
    "闻人": ("wenren",),
    "钟离": ("zhongli",),
    "濮阳": ("puyang",),
    "淳于": ("chunyu",),
    "单于": ("chanyu",),
    "太史": ("taishi",),
    "拓跋": ("tuoba",),
}

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
"""
