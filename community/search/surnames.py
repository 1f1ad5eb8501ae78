"""Chinese surnames: readings that a dictionary of words gets wrong, and spellings that are usual where the
reading is not the standard one. Sources: the surname readings of standard Chinese dictionaries; the spellings
of passports and registers in Hong Kong, Taiwan, Southeast Asia, Vietnam and Korea."""

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

# Simplified character, then how the surname is written by Cantonese, Hokkien, Teochew and Hakka families, in
# Taiwan where that is not Wade-Giles, in Vietnam and in Korea.
SPELLINGS_ABROAD = """
王 wong ong heng vuong
李 lee lei ly rhee yi
张 cheung cheong teo tio chong truong jang
刘 lau low liew lieu luu yoo
陈 chan tan chin ting tran jin
杨 yeung yeo young duong
黄 wong ng ooi wee bong hwang hoang huynh
赵 chiu chew trieu cho
吴 ng goh go gouw woo ngo oh
周 chow chau chew chiew chu joo
徐 tsui chui chee su tu seo
孙 suen soon ton son
马 mar beh
朱 choo chue gee
胡 woo wu oh aw
林 lam lim lum im
郭 kwok kuok kwek quek quach koay gwak
何 hoh ha
高 ko kou
罗 law loh
郑 cheang tay teh the trinh jung jeong
梁 leung leong neo nio luong
谢 tse cheah chia sia ta
宋 sung soong tong
唐 tong teng tng duong
许 hui khoh koh khaw hoi hua heo
邓 tang teng dang
冯 fung foong pang phung
韩 hon hang
曹 cho chou tao
曾 tsang chan chng tang
彭 phang bang
萧 siu siew siau seow shiao tieu
蔡 choi choy tsoi chua chai chuah tjoa thai
潘 poon phua phan
田 tin tien dien
董 tung tong dong
袁 yuen vien
于 yu u
余 yu yee yue u
叶 yip ip yap yeh diep
蒋 tsiang chiong tuong
杜 to toh doo do
苏 so soh sou to
魏 ngai gwee nguy
程 ching thia
吕 lui loo lyu leu lua
丁 ting teng dinh
沈 sum shum sim tham
任 yam nhim
姚 yiu yeow dieu
卢 lo loh loo lou
傅 foo poh pho
钟 chung cheong tjong
姜 keung geung kang
崔 chui tsui choi
谭 tam tham hom dam
廖 liu liew leow liau
范 huan pham
汪 wong ong
陆 luk loke luc
金 kam kim gim
石 shek siok chio thach
戴 tay te tye
贾 ka chia
韦 wai vi
夏 ha har
邱 yau khoo khu chiu
方 fong png phuong
侯 hau hou
邹 chow tsou
熊 hung
秦 chun chin
白 pak peh bach
江 kong kang giang
阎 yim
薛 sit sih tiet
尹 wan yoon yun doan
段 tuen doan
雷 lui loi
黎 lai loi le
史 sze su
龙 lung long
陶 to tow dao
顾 koo co
毛 mo mau
龚 kung kiong
邵 siu shao thieu
万 man ban
钱 chin tien
严 yim ngiam giam nghiem
洪 hung ang hong
庄 chong chng tsng trang
柯 or kua o
温 wan oon un
施 sze see sy thi
颜 ngan gan nhan
赖 lua
康 hong khng kang
连 lin lien
管 koon kuan koan
詹 chim
简 kan gan
游 yau yew yu
纪 kei kee
涂 to
巫 mo boo
关 kwan quan
甘 kam
伍 ng
莫 mok mac
卓 cheuk toh
骆 lok
欧阳 auyeung auyong owyang
司徒 szeto seto
"""
