namespace Bookstore.Onix;

/// <summary>Schemes of subjects: list 27, those that are common.</summary>
public static class OnixSubjectSchemes
{
    /// <summary>Dewey Decimal Classification.</summary>
    public const string Dewey = "01";

    /// <summary>Library of Congress Classification.</summary>
    public const string CongressClassification = "03";

    /// <summary>Library of Congress Subject Headings.</summary>
    public const string CongressHeadings = "04";

    /// <summary>BISAC Subject Headings.</summary>
    public const string Bisac = "10";

    /// <summary>BISAC regions.</summary>
    public const string BisacRegion = "11";

    /// <summary>BIC subject categories.</summary>
    public const string Bic = "12";

    /// <summary>Keywords, as headings.</summary>
    public const string Keywords = "20";

    /// <summary>A publisher's own scheme.</summary>
    public const string Publisher = "23";

    /// <summary>A scheme of the sender's own.</summary>
    public const string Proprietary = "24";

    /// <summary>The German scheme of groups of goods.</summary>
    public const string Warengruppen = "26";

    /// <summary>The French scheme CLIL.</summary>
    public const string Clil = "29";

    /// <summary>Thema subject categories.</summary>
    public const string Thema = "93";

    /// <summary>Thema places.</summary>
    public const string ThemaPlace = "94";

    /// <summary>Thema languages.</summary>
    public const string ThemaLanguage = "95";

    /// <summary>Thema times.</summary>
    public const string ThemaTime = "96";

    /// <summary>Thema educational purposes.</summary>
    public const string ThemaPurpose = "97";

    /// <summary>Thema interest ages.</summary>
    public const string ThemaAge = "98";

    /// <summary>Thema styles.</summary>
    public const string ThemaStyle = "99";
}
