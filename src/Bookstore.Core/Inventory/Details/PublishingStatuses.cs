namespace Bookstore;

/// <summary>The known publishing statuses. Others are kept as they are given.</summary>
public static class PublishingStatuses
{
    /// <summary>It will be published.</summary>
    public const string Forthcoming = "forthcoming";

    /// <summary>It is published and supplied.</summary>
    public const string Active = "active";

    /// <summary>It will not be published.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It will be published; the date is not known.</summary>
    public const string Postponed = "postponed";

    /// <summary>There are no copies, and it is not known when there will be.</summary>
    public const string OutOfStock = "out_of_stock";

    /// <summary>It will not be printed again.</summary>
    public const string OutOfPrint = "out_of_print";

    /// <summary>It is no longer supplied.</summary>
    public const string Inactive = "inactive";

    /// <summary>The remaining copies are sold off.</summary>
    public const string Remaindered = "remaindered";

    /// <summary>It must not be sold any more.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Copies that were sold are called back.</summary>
    public const string Recalled = "recalled";
}

/// <summary>The known answers to whether a supplier can deliver. Others are kept as they are given.</summary>
public static class SupplierAvailability
{
    /// <summary>It can be ordered.</summary>
    public const string Available = "available";

    /// <summary>It can be ordered before it is there.</summary>
    public const string NotYetAvailable = "not_yet_available";

    /// <summary>It is made when it is ordered.</summary>
    public const string OnDemand = "on_demand";

    /// <summary>It cannot be delivered now.</summary>
    public const string TemporarilyUnavailable = "temporarily_unavailable";

    /// <summary>It cannot be delivered any more.</summary>
    public const string NotAvailable = "not_available";
}

/// <summary>The known answers to whether a supplier takes copies back. Others are kept as they are given.</summary>
public static class SupplierReturns
{
    /// <summary>Copies are taken back.</summary>
    public const string Returnable = "returnable";

    /// <summary>Copies are taken back under conditions.</summary>
    public const string Conditional = "conditional";

    /// <summary>Copies are not taken back.</summary>
    public const string NotReturnable = "not_returnable";
}
