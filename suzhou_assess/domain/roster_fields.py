"""What the columns of a list of enterprises are called, in the lists that offices keep."""

from __future__ import annotations

import re

from suzhou_assess.domain import credit_code
from suzhou_assess.domain.list_table import Fields, ListField

_ENDS_LIKE_A_NAME = re.compile(
    r".{3,}(公司|厂|集团|合作社|中心|企业|研究院|研究所|经营部|商行|工作室|分部|ltd\.?|inc\.?)"
    r"([(（].*[)）])?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(\+?86)?-?(1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})(-\d{1,5})?")

FIELDS: Fields = (
    ListField(
        "uscc",
        (
            *("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "企业信用代码"),
            *("统一社会信用代码证号", "信用代码证号", "统一代码", "社会统一信用代码"),
            *("统一社会信用代码组织机构代码", "组织机构代码统一社会信用代码"),
            *("税号", "纳税人识别号", "纳税识别号", "纳税人税号", "组织机构代码", "机构代码"),
            *("营业执照号", "营业执照注册号", "企业代码", "单位代码", "法人代码", "uscc"),
            *("unifiedsocialcreditcode", "socialcreditcode", "creditcode", "taxid", "uscccode"),
        ),
        ("信用代码", "机构代码", "识别号", "税号", "creditcode"),
        is_key=True,
        looks_like=lambda text: credit_code.check(credit_code.normalise(text)) is None,
    ),
    ListField(
        "name",
        (
            *("企业名称", "单位名称", "公司名称", "企业全称", "单位全称", "公司全称"),
            *("单位详细名称", "企业详细名称", "法人单位名称", "市场主体名称", "纳税人名称"),
            *("名称", "企业", "公司", "单位", "企业名", "公司名", "单位名", "厂名", "企业名称全称"),
            *("name", "enterprise", "company", "enterprisename", "companyname", "organisation"),
            *("organization", "nameofenterprise", "nameofcompany"),
        ),
        ("企业名称", "单位名称", "公司名称", "详细名称", "companyname", "enterprisename"),
        is_key=True,
        looks_like=lambda text: _ENDS_LIKE_A_NAME.fullmatch(text.strip()) is not None,
    ),
    ListField(
        "district",
        (
            *("县级市区", "县级市", "市区", "区县", "县区", "县市区", "市县区", "区县市", "县市"),
            *("所属县级市区", "所属区县", "所属县市区", "所在区县", "所在县市区", "行政区划"),
            *("行政区", "所属板块", "板块", "所属地区", "所在地区", "地区", "属地", "所属地"),
            *("区域", "所属区域", "所在区域", "辖区", "所在地", "所在区", "所属区", "区"),
            *("所在市区", "所属市区", "行政区域", "地市县区", "district", "county", "region"),
            *("area", "districtorcountylevelcity", "countylevelcity"),
        ),
        ("县级市", "区县", "县区", "市区", "板块", "行政区", "属地", "辖区", "district"),
    ),
    ListField(
        "town",
        (
            *("镇街道园区", "镇街道", "镇街", "乡镇街道", "乡镇", "街道乡镇", "街镇", "镇区"),
            *("镇", "街道", "所属镇街", "所属乡镇", "所属镇", "所在镇街", "所在乡镇", "园区"),
            *("所属园区", "所在园区", "开发区", "镇街道开发区", "乡镇街道园区", "镇园区", "镇板块"),
            *("town", "subdistrict", "township", "street", "park", "townsubdistrictorpark"),
        ),
        ("乡镇", "镇街", "街道", "园区", "township"),
    ),
    ListField(
        "industry",
        (
            *("行业代码", "行业大类代码", "国民经济行业代码", "行业大类", "行业类别", "行业"),
            *("国民经济行业", "所属行业", "行业名称", "行业分类", "国民经济行业分类", "行业类型"),
            *("行业小类代码", "行业中类代码", "行业门类", "所属行业代码", "所属行业大类"),
            *("industry", "industrycode", "sector"),
        ),
        ("行业", "industry"),
    ),
    ListField(
        "above_scale",
        (
            *("是否规上", "规上", "规上企业", "是否规上企业", "规模以上", "是否规模以上"),
            *("规上规下", "规上工业", "是否规上工业", "是否规上工业企业", "是否为规上企业"),
            *("abovescale", "abovedesignatedsize", "abovescaleyesno"),
        ),
        ("规上", "规模以上"),
    ),
    ListField(
        "size",
        (
            *("规模", "企业规模", "单位规模", "规模类型", "企业划型", "划型", "大中小微"),
            *("企业类型规模", "规模划型", "企业规模类型", "size", "enterprisesize", "scale"),
        ),
        ("规模", "划型"),
    ),
    ListField(
        "contact_name",
        (
            *("联系人", "联系人姓名", "企业联系人", "联络人", "姓名", "联络员", "负责人"),
            *("企业联系人姓名", "负责人姓名", "企业负责人", "填报人", "法定代表人", "法人代表"),
            *("法人", "contact", "contactname", "contactperson", "person"),
        ),
        ("联系人", "联络人", "联络员", "contact"),
    ),
    ListField(
        "phone",
        (
            *("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
            *("联系人电话", "联系人手机", "联系人手机号", "联系人联系电话", "联系人联系方式"),
            *("企业联系电话", "企业联系人电话", "固定电话", "座机", "移动电话", "联络电话"),
            *("phone", "telephone", "tel", "mobile", "contactphone", "phonenumber"),
        ),
        ("电话", "手机", "联系方式", "phone"),
        looks_like=lambda text: _PHONE.fullmatch(text.replace(" ", "")) is not None,
    ),
    ListField("note", ("备注", "说明", "附注", "note", "notes", "remark", "remarks"), ("备注",)),
)
"""What a list may say of an enterprise."""

FIELD_IDS = tuple(one.id for one in FIELDS)
