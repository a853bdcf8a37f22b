namespace Bookstore.Crash;

/// <summary>Card numbers with a meaning to the simulated gateway.</summary>
internal static class Cards
{
    public const string Good = "4242424242424242";
    public const string Declined = "4000000000000002";

    /// <summary>The gateway fails, and nothing is held.</summary>
    public const string Fails = "4000000000000119";

    /// <summary>The amount is held, and the answer is lost.</summary>
    public const string LosesAnswer = "4000000000000341";

    /// <summary>Approved; refunds are refused for good.</summary>
    public const string RefusesRefund = "4000000000005126";

    /// <summary>Approved; the capture is refused for good.</summary>
    public const string RefusesCapture = "4000000000001976";
}
