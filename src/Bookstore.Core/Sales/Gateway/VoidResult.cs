namespace Bookstore;

/// <summary>A gateway's answer to a void.</summary>
public enum VoidResult
{
    /// <summary>Not known; asked again later.</summary>
    Unknown,

    /// <summary>Nothing is held any more, and nothing will be, as far as the gateway can say.</summary>
    Voided,

    /// <summary>Too late: the amount is captured already and has to be refunded.</summary>
    AlreadyCaptured,
}
