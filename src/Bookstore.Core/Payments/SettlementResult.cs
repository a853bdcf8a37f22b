using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>The result of a pending payment action.</summary>
/// <param name="Event">What happened to the order by it; <see langword="null"/> when that is not known.</param>
/// <param name="Code">Why it was refused for good.</param>
/// <param name="IsContradiction">Whether the answer contradicts what is on record: it is then taken as unknown, and a person is needed.</param>
/// <param name="DueAt">For a void that came too early: when to void again.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SettlementResult(OrderTrigger? Event, string? Code = null, bool IsContradiction = false, DateTimeOffset? DueAt = null)
{
    /// <summary>What an authorization says besides; <see langword="null"/> for every other call.</summary>
    public NewAuthorization? Authorization { get; init; }
}

/// <summary>What the gateway said of an authorization that was made again.</summary>
/// <param name="TransactionId">The gateway's transaction id, as it can be kept; empty when there is none.</param>
/// <param name="GiveUpAt">Until when its customer may act; <see langword="null"/> when they need not.</param>
internal sealed record NewAuthorization(string TransactionId, DateTimeOffset? GiveUpAt = null)
{
    /// <summary>When the authorization ends by itself; <see langword="null"/> when that is not known, or nothing is held.</summary>
    public AuthorizationEnd? End { get; init; }
}
