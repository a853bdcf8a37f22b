namespace Bookstore.Onix;

/// <summary>Roles of dates: lists 163 (publishing), 166 (supply) and 173 (prices), whose numbers do not overlap in what they mean.</summary>
public static class OnixDateRoles
{
    /// <summary>Of publication (163).</summary>
    public const string Publication = "01";

    /// <summary>Before which it must not be sold (163, 166).</summary>
    public const string Embargo = "02";

    /// <summary>From which the supplier expects to have it (166).</summary>
    public const string Available = "08";

    /// <summary>Of the first publication (163).</summary>
    public const string FirstPublication = "11";

    /// <summary>From which it is out of print (163).</summary>
    public const string OutOfPrint = "13";

    /// <summary>From which a price is valid (173).</summary>
    public const string From = "14";

    /// <summary>Until which a price is valid (173).</summary>
    public const string Until = "15";

    /// <summary>Until which copies can be returned (166).</summary>
    public const string LastReturn = "18";

    /// <summary>Before which no order must be taken (163).</summary>
    public const string PreorderEmbargo = "27";
}
