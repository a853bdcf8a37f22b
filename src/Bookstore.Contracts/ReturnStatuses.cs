namespace Bookstore.Contracts;

/// <summary>The values of <see cref="ReturnResource.Status"/>. A newer server may add some.</summary>
public static class ReturnStatuses
{
    /// <summary>It waits for the shop's decision.</summary>
    public const string Requested = "requested";

    /// <summary>Its copies are expected.</summary>
    public const string Approved = "approved";

    /// <summary>The shop does not take the copies back.</summary>
    public const string Rejected = "rejected";

    /// <summary>Its copies have come, and the stock counts them.</summary>
    public const string Received = "received";

    /// <summary>Nothing more is done about it.</summary>
    public const string Completed = "completed";

    /// <summary>It was called off before its copies had come.</summary>
    public const string Cancelled = "cancelled";
}

/// <summary>The values of <see cref="ReturnResource.Kind"/>. A newer server may add some.</summary>
public static class ReturnKinds
{
    /// <summary>The customer asked for it; the shop approves or rejects it.</summary>
    public const string Return = "return";

    /// <summary>The customer withdrew from the contract.</summary>
    public const string Withdrawal = "withdrawal";
}

/// <summary>The values of <see cref="ReturnAttentionResource.Reason"/>. A newer server may add some.</summary>
public static class ReturnAttentionReasons
{
    /// <summary>The customer withdrew from copies that have not all arrived. Cancel what has not left the house.</summary>
    public const string NotDelivered = "not_delivered";

    /// <summary>The copies were received, and their refund could not be made. Make it by hand.</summary>
    public const string RefundNotMade = "refund_not_made";
}
