"""What the site must say: each row of the content is found on the running site by following links from home."""

import re

from django.test import TestCase

from tests.site.demo import crawl_of_demo, load_demo

LEEDS, LEICESTER = "localhost:8000", "llep.localhost:8000"

# (row, host, address, what must stand there). Figures, names and dates; never whole sentences.
ROWS = [
    (10, LEEDS, "/library/", ["Productivity Review", "Clean Growth Audit", "Inclusive Growth", "expert panel"]),
    (10, LEEDS, "/library/calls-for-evidence/", ["[Tt]wo calls for evidence"]),
    (14, LEEDS, "/library/health-at-the-heart-2020/", ["27 January 2020", "1,000", "70", "130 billion", "Level 4"]),
    (15, LEEDS, "/library/health-and-growth/", ["Note how", "Discuss and comment", "Decision: not stated"]),
    (21, LEICESTER, "/library/call-for-evidence-2018/", ["6 December 2018", "31 January 2019"]),
    (21, LEICESTER, "/library/prospectus-2018/", ["July 2018", "150"]),
    (22, LEICESTER, "/library/response-to-the-national-strategy/", [r"1\.25 MB"]),
    (
        22,
        LEICESTER,
        "/strategy/downloads/",
        [r"315\.98 KB", r"PDF, [\d.]+\sKB, 1 page", r"the file stands in for"],
    ),
    (24, LEEDS, "/library/partnerships-announced/", [r"November 2017 8", r"July 2018 14"]),
    (23, LEEDS, "/tracker/", ["Wave 1", "November 2017", "March 2019", "July 2018", "March 2020", "3 December 2018"]),
    (24, LEEDS, "/tracker/", ["20 partnerships", "Thames Valley Berkshire", "West of England", "not stated"]),
    (24, LEEDS, "/tracker/black-country/", ["West Midlands", "progress statement", "Solihull", "evidence base"]),
    (24, LEEDS, "/tracker/oxfordshire/", ["Oxford Corridor", "Joint strategy", "address not stated"]),
    (25, LEEDS, "/tracker/tees-valley/", ["A gap"]),
    (1, LEEDS, "/strategy/what-it-is/", ["2017", "October 2018", "condition|before they can draw", "new funding"]),
    (2, LEEDS, "/strategy/", ["Healthy lives that improve wellbeing and productivity"]),
    (3, LEEDS, "/strategy/foundations/", ["Ideas", "People", "Infrastructure", "Business Environment", "Place"]),
    (3, LEEDS, "/strategy/foundations/ideas/", ["National aim", "Big Ideas competitions", "Industry 4.0"]),
    (3, LEEDS, "/strategy/foundations/people/", ["National aim", "education|schools|colleges"]),
    (3, LEEDS, "/strategy/foundations/infrastructure/", ["National aim", "fuel poverty"]),
    (3, LEEDS, "/strategy/foundations/business-environment/", ["National aim", "supply chain", "low.carbon"]),
    (3, LEEDS, "/strategy/foundations/place/", ["National aim", "cultur", "Transforming Cities Fund"]),
    (4, LEEDS, "/strategy/grand-challenges/ageing-society/", ["Leads"]),
    (4, LEEDS, "/strategy/grand-challenges/artificial-intelligence-and-data/", ["Leads"]),
    (4, LEEDS, "/strategy/grand-challenges/future-of-mobility/", ["Contributes"]),
    (4, LEEDS, "/strategy/grand-challenges/clean-growth/", ["Contributes"]),
    (5, LEEDS, "/strategy/priorities/healthcare-sector/", ["NHSX", "[Ss]ix", "medical device", "life.science"]),
    (5, LEEDS, "/strategy/ambitions/e1-net-zero/", ["2038", "2030"]),
    (5, LEEDS, "/strategy/ambitions/", ["full fibre", "5G"]),
    (
        6,
        LEEDS,
        "/strategy/health-priorities/",
        ["proposals", "anchor institution", "21 October 2019", r"LEP. Board"],
    ),
    (6, LEEDS, "/strategy/health-priorities/life-led/", ["Nightingale", "Five Year Strategy", "West Yorkshire"]),
    (6, LEEDS, "/strategy/health-priorities/climate/", ["Mitigation", "Investment", "Culture change"]),
    (6, LEEDS, "/strategy/health-priorities/good-work/", ["Well skilled", "Working well", "Well workplaces"]),
    (
        6,
        LEEDS,
        "/strategy/health-priorities/ageing-well/",
        ["Designed for life", "Independent ageing", "Rethinking ageing"],
    ),
    (
        7,
        LEEDS,
        "/strategy/determinants-of-health/",
        [
            "August 2019",
            "Good work",
            "Good homes",
            "Economic opportunity",
            "Climate",
            "Transport",
            "Sustainable places",
            "Community life",
        ],
    ),
    (8, LEEDS, "/strategy/", ["£11bn", "skills", "innovation", "infrastructure"]),
    (9, LEEDS, "/", ["£69.6bn", "£11bn", "£130bn", "2038", "leaflet, undated"]),
    (9, LEEDS, "/strategy/footprint/", ["300,000", "national park"]),
    (
        11,
        LEEDS,
        "/strategy/",
        [
            "2017",
            "October 2018",
            "September 2019",
            "21 October 2019",
            "18 November 2019",
            "27 January 2020",
            "planned: early 2020 or spring 2020",
            "We are here",
        ],
    ),
    (
        16,
        LEEDS,
        "/strategy/footprint/",
        [
            "Barnsley",
            "Bradford",
            "Calderdale",
            "Craven",
            "Harrogate",
            "Kirklees",
            "Leeds",
            "Selby",
            "Wakefield",
            "York",
        ],
    ),
    (
        17,
        LEICESTER,
        "/strategy/prospectus/",
        ["summer of 2018", "[Ff]our or five defining ambitions", "Midlands Engine"],
    ),
    (
        18,
        LEICESTER,
        "/strategy/sectors/",
        [
            "Advanced Logistics",
            "Advanced Manufacturing and Engineering",
            "Life Sciences",
            "Space, Data and Digital Technology",
            "Textiles",
        ],
    ),
    (10, LEEDS, "/evidence/first-call/", ["two calls for evidence", "expert panel", "not stated"]),
    (10, LEEDS, "/evidence/second-call/", ["not stated"]),
    (21, LEICESTER, "/evidence/call-for-evidence-2018/", ["6 December 2018", "31 January 2019", "Closed"]),
    (21, LEICESTER, "/evidence/demonstration-call-for-evidence/", ["This is a demonstration"]),
]


class TestContentRows(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crawls = {host: crawl_of_demo(host) for host in (LEEDS, LEICESTER)}

    def test_each_row_is_found_by_following_links(self):
        for row, host, url, wanted in ROWS:
            words = self.crawls[host].words(url)
            for pattern in wanted:
                with self.subTest(row=row, url=url, pattern=pattern):
                    assert re.search(pattern, words)

    def test_the_numbers_of_things_are_those_of_the_documents(self):
        crawl = self.crawls[LEEDS]

        def count(url, selector):
            return len(crawl.pages[url].select(selector))

        foundations = ["ideas", "people", "infrastructure", "business-environment", "place"]
        drafts = [count(f"/strategy/foundations/{slug}/", "main .lettered > li") for slug in foundations]
        assert drafts == [3, 2, 2, 2, 2]
        priorities = [
            "business",
            "technology-and-innovation",
            "healthcare-sector",
            "environment",
            "skills",
            "communities",
        ]
        ambitions = [count(f"/strategy/priorities/{slug}/", "main #ambitions ~ .ambitions > li") for slug in priorities]
        assert ambitions == [5, 3, 2, 5, 4, 5]
        points = [
            [
                len(section.select("li"))
                for section in crawl.pages[f"/strategy/health-priorities/{slug}/"].select(".points")
            ]
            for slug in ("life-led", "climate", "good-work", "ageing-well")
        ]
        assert points == [[3, 1], [3, 4], [3, 3], [4, 3]]
        prospectus = self.crawls[LEICESTER].pages["/strategy/prospectus/"]
        assert len(prospectus.select("main ol li")) >= 7

    def test_engagement_totals_stand_apart_each_with_its_document(self):
        words = self.crawls[LEEDS].words("/engagement/")
        for figure in ("750", "50", "1,000", "70", "80"):
            assert figure in words
        assert "130 " not in words
        assert "150 events" not in words

    def test_what_is_not_known_is_said_to_be_not_stated(self):
        assert "Status not stated" in self.crawls[LEEDS].words("/strategy/ambitions/b1-join-up-business-support/")
        consultation = self.crawls[LEEDS].words("/have-your-say/draft-priorities/")
        assert re.search(r"Opens not stated", consultation)

    def test_our_own_reading_is_labelled(self):
        assert "own reading" in self.crawls[LEEDS].words("/strategy/how-it-fits/")
