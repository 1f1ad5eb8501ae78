"""Names of the crowd, by where they are usual: (given names, family names), the frequent ones first.

Invented combinations of ordinary names; Han and Arabic ones stand beside their usual Latin spelling.
"""

from __future__ import annotations

LATIN: dict[str, tuple[str, str]] = {
    "west-africa": (
        (
            "Awa Fatou Moussa Ousmane Aminata Ibrahima Mariama Cheikh Kwame Ama Kofi Abena Yaw Akosua Chinedu Ngozi "
            "Emeka Adaeze Tunde Folake Segun Ifeoma Boubacar Oumou Seydou Kadiatou Adama Salif Aïssatou Modou"
        ),
        (
            "Diop Ndiaye Traoré Diallo Keita Coulibaly Ouédraogo Sow Ba Cissé Mensah Owusu Boateng Asante Agyeman "
            "Okafor Adeyemi Okonkwo Balogun Eze Nwosu Adebayo Konaté Sarr Fofana Bah Camara Sanogo Kouyaté Touré"
        ),
    ),
    "east-africa": (
        (
            "Amina Kamau Wanjiru Otieno Achieng Njoroge Juma Neema Baraka Zawadi Mulugeta Tigist Abebe Selam Dawit "
            "Hirut Joseph Grace Peter Esther Samuel Mercy Daniel Ruth Moses Joyce Emmanuel Faith Bekele Almaz"
        ),
        (
            "Kariuki Mwangi Odhiambo Ochieng Kiprotich Wambui Mutua Njeri Kimani Tadesse Haile Gebre Tesfaye Alemu "
            "Mugisha Nakato Okello Museveni Habimana Uwimana Mushi Mwakyusa Kimaro Nyerere Hassan Abdi Warsame"
        ),
    ),
    "southern-africa": (
        (
            "Lindiwe Thabo Nomsa Sipho Tendai Rudo Farai Chipo Kabelo Lerato Mpho Naledi Themba Zanele João Maria "
            "Joaquim Chanda Mutale Bwalya Thandiwe Chikondi Limbani Tiyamike Petrus Selma"
        ),
        (
            "Mahlangu Nkosi Dlamini Khumalo Mokoena Moyo Ncube Sibanda Chirwa Banda Phiri Mwale Tembo Zulu Mulenga "
            "Machel Chissano Macamo Nujoma Shikongo Botha van-der-Merwe Naidoo Pillay"
        ),
    ),
    "iberia-and-south": (
        (
            "José María Juan Ana Luis Carmen Carlos Rosa Miguel Lucía Rafael Beatriz Pedro Fernanda Thiago Júlia "
            "Mateus Camila Diego Valentina Andrés Gabriela Paulo Inês Álvaro Mónica Sérgio Débora"
        ),
        (
            "Muñoz García Rodríguez Martínez López González Pérez Sánchez Quispe Huamán Silva Santos Oliveira Souza "
            "Pereira Ferreira Teixeira Núñez Ibáñez Peñaloza Castañeda Conceição Magalhães Araújo Guimarães"
        ),
    ),
    "south-asia": (
        (
            "Ravi Priya Arjun Anjali Sanjay Deepa Imran Ayesha Bilal Sana Nadeem Fariha Rahul Kavita Suresh Lakshmi "
            "Tariq Hina Dilshan Nirosha Anura Kumari Rajesh Meera Farhan Zainab"
        ),
        (
            "Sharma Kumar Singh Patel Khan Ahmed Hussain Malik Chowdhury Rahman Perera Fernando Silva Jayasinghe "
            "Bhattacharya Mukherjee Iyer Nair Reddy Qureshi Siddiqui Baloch"
        ),
    ),
    "south-east-asia": (
        (
            "Nguyễn Trần Siti Budi Dewi Agus Putri Nur Aisyah Ahmad Mei Somchai Malee Khin Aung Thida Bopha Sokha "
            "Hương Minh Linh Rizal Imelda Ramon"
        ),
        (
            "Văn Thị Santoso Wijaya Hidayat Rahman Abdullah Ismail Lim Tan Wong Suharto Chaiyasit Win Htun Sok Chea "
            "Reyes Cruz Bautista Đặng Phạm"
        ),
    ),
    "europe-and-north": (
        (
            "Anna Thomas Sarah Michael Laura David Emma Pierre Camille François Élodie Jürgen Sabine Lars Ingrid "
            "Sinéad Patrick Giulia Marco Zoë Łukasz Małgorzata Elena Dmitri Katarína Søren Björn Mary-Anne Jean-Luc"
        ),
        (
            "Smith Johnson Müller Schneider Dubois Lefèvre Moreau O'Brien O'Connor McCarthy Rossi Ferrari Kowalski "
            "Wójcik Novák Jensen Sørensen Ångström Brown Williams Davies Petrov Ivanova Le-Goff D'Angelo Saint-Clair"
        ),
    ),
}
CULTURES: dict[str, float] = {
    "west-africa": 0.17,
    "east-africa": 0.15,
    "southern-africa": 0.09,
    "iberia-and-south": 0.11,
    "south-asia": 0.08,
    "south-east-asia": 0.06,
    "europe-and-north": 0.1,
    "han": 0.15,
    "arabic": 0.09,
}
"""Which share of the crowd has names of which kind."""

HAN_FAMILIES = (
    "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 黄Huang 赵Zhao 吴Wu 周Zhou 徐Xu 孙Sun 马Ma 朱Zhu 胡Hu 郭Guo 何He "
    "林Lin 高Gao 罗Luo 郑Zheng 梁Liang 谢Xie 宋Song 唐Tang 许Xu 邓Deng 韩Han 冯Feng 曹Cao 彭Peng 曾Zeng 肖Xiao "
    "田Tian 董Dong 潘Pan 袁Yuan 蔡Cai 蒋Jiang 余Yu 于Yu 杜Du 叶Ye 程Cheng 魏Wei 苏Su 吕Lü 丁Ding 任Ren 卢Lu 姚Yao "
    "沈Shen 姜Jiang 钟Zhong 崔Cui 谭Tan 陆Lu 范Fan 汪Wang 石Shi 解Xie 单Shan 欧阳Ouyang 司马Sima 诸葛Zhuge"
)
HAN_GIVEN = (
    "伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 娟juan 涛tao 明ming 超chao "
    "秀xiu 霞xia 平ping 刚gang 桂gui 文wen 辉hui 力li 华hua 建jian 国guo 玉yu 兰lan 海hai 英ying 红hong 志zhi "
    "晓xiao 东dong 春chun 梅mei 林lin 峰feng 宇yu 浩hao 欣xin 怡yi 佳jia 雪xue 思si 雨yu 子zi 涵han 博bo 天tian "
    "安an 和he 家jia 成cheng 立li 永yong 新xin 宏hong 德de 光guang 世shi 义yi 振zhen 斌bin 倩qian 婷ting 琳lin"
)

ARABIC_GIVEN = (
    "محمد:Mohamed أحمد:Ahmed عمر:Omar علي:Ali حسن:Hassan يوسف:Youssef إبراهيم:Ibrahim مصطفى:Mostafa خالد:Khaled "
    "طارق:Tarek سعيد:Said كريم:Karim فاطمة:Fatima عائشة:Aisha مريم:Mariam خديجة:Khadija زينب:Zeinab نور:Nour "
    "ليلى:Leila هدى:Hoda سلمى:Salma أمينة:Amina رشيد:Rachid سمير:Samir وليد:Walid ياسين:Yassine هشام:Hicham "
    "فيصل:Faisal منصور:Mansour ناصر:Nasser حمزة:Hamza بلال:Bilal جمال:Jamal نبيل:Nabil سليمان:Suleiman"
)
ARABIC_FAMILIES = (
    "السيد:El-Sayed حسن:Hassan علي:Ali إبراهيم:Ibrahim محمود:Mahmoud عبد-الله:Abdallah عبد-الرحمن:Abdelrahman "
    "الإدريسي:El-Idrissi العلوي:Alaoui بن-علي:Ben-Ali الحسيني:Al-Husseini المصري:Al-Masri الخطيب:Al-Khatib "
    "حداد:Haddad منصور:Mansour فاضل:Fadel نجار:Najjar شريف:Sherif بكر:Bakr عثمان:Osman صالح:Saleh عباس:Abbas "
    "قاسم:Qasim الفاسي:El-Fassi بنجلون:Benjelloun الطيب:Tayeb البشير:El-Bashir خليل:Khalil درويش:Darwish "
    "القاسمي:Al-Qasimi الأنصاري:Al-Ansari زيدان:Zidan بوعزيزي:Bouazizi مرابط:Mrabet"
)
