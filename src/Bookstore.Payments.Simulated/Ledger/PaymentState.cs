using System.Runtime.InteropServices;

namespace Bookstore.Payments.Simulated;

/// <summary>The state of one order's payment: the last event of its ledger, and all that is kept of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PaymentState(LedgerEvent Event, CardVerdict Verdict, Money Amount)
{
    /// <summary>Whether an amount was ever held.</summary>
    public bool WasAuthorized => Event is LedgerEvent.Authorized or LedgerEvent.Captured or LedgerEvent.Refunded
        || (Event == LedgerEvent.Voided && !Amount.IsDefault);
}

internal enum LedgerEvent : byte
{
    None,
    Authorized,
    Declined,
    Captured,
    Voided,
    Refunded,
    ActionRequired,
}

internal enum LedgerOperation : byte
{
    Authorize,
    Capture,
    Void,
    Refund,
    Find,
    Approve,
    Refuse,
}

/// <summary>One call of the gateway, without the card number.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LedgerRequest(LedgerOperation Operation, Guid OrderId, Money Amount, CardVerdict Verdict);
