namespace Bookstore;

/// <summary>A dispute (chargeback) about an order's payment, as the gateway reported it last.</summary>
/// <param name="Id">The gateway's id of the dispute: up to 200 characters.</param>
/// <param name="Status">Its status.</param>
/// <param name="Amount">The disputed amount.</param>
/// <param name="Reason">Why, the gateway's code; <see langword="null"/> when it gives none. Up to 100 characters.</param>
/// <param name="Since">When the shop learned of it, in UTC.</param>
public sealed record OrderDispute(string Id, DisputeStatus Status, Money Amount, string? Reason, DateTimeOffset Since);

/// <summary>The statuses of a dispute. The numbers are stored: they never change their meaning.</summary>
public enum DisputeStatus
{
    /// <summary>The bank has not decided. The gateway has taken the amount back meanwhile.</summary>
    Open = 1,

    /// <summary>The bank has decided for the shop, which has the money.</summary>
    Won = 2,

    /// <summary>The bank has decided for the customer, who has the money.</summary>
    Lost = 3,
}
