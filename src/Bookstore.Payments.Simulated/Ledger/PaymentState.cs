using System.Runtime.InteropServices;

namespace Bookstore.Payments.Simulated;

/// <summary>The state of one order's payment: the last event of its ledger, and all that is kept of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PaymentState(LedgerEvent Event, CardVerdict Verdict, Money Amount)
{
    /// <summary>Which payment of the order it is, the last one; 0 as well for the first.</summary>
    public byte Attempt { get; init; }

    /// <summary>When the amount was held, or captured, in UTC; the default for everything else. A refund leaves it as it is.</summary>
    public DateTime At { get; init; }

    /// <summary>The shop whose payment it is, see <see cref="ShopTag"/>; <see langword="null"/> where it has no name.</summary>
    public string? Shop { get; init; }

    /// <summary>The refunds that were made, each by its id; <see langword="null"/> for none, and for a payment that an older version gave back whole.</summary>
    public MadeRefund? Refunds { get; init; }

    /// <summary>What was given back, in minor units.</summary>
    public long Refunded => Refunds?.Sum ?? (Event == LedgerEvent.Refunded ? Amount.MinorUnits : 0);

    /// <summary>The state after a refund that is not in it yet.</summary>
    public PaymentState With(Guid refundId, long minorUnits)
    {
        var made = new MadeRefund(refundId, minorUnits, Refunds);
        return this with { Refunds = made, Event = made.Sum >= Amount.MinorUnits ? LedgerEvent.Refunded : LedgerEvent.Captured };
    }

    /// <summary>Whether the state is another one than before.</summary>
    public bool IsChangeOf(PaymentState before) => Event != before.Event || Attempt != before.Attempt || !ReferenceEquals(Refunds, before.Refunds);

    /// <summary>Whether an amount was ever held.</summary>
    public bool WasAuthorized => Event is LedgerEvent.Authorized or LedgerEvent.Captured or LedgerEvent.Refunded
        || (Event == LedgerEvent.Voided && !Amount.IsDefault);
}

/// <summary>A refund that was made, with those before it.</summary>
internal sealed class MadeRefund(Guid id, long minorUnits, MadeRefund? before)
{
    public Guid Id => id;

    public long MinorUnits => minorUnits;

    public long Sum { get; } = minorUnits + (before?.Sum ?? 0);

    public MadeRefund? Find(Guid refundId)
    {
        var made = this;
        while (made is not null && made.Id != refundId)
        {
            made = made.Before;
        }

        return made;
    }

    private MadeRefund? Before => before;
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

    /// <summary>A line of the file for one refund, which adds to the state before it. No payment has it as its state.</summary>
    RefundMade,
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
internal readonly record struct LedgerRequest(LedgerOperation Operation, Guid OrderId, Money Amount, CardVerdict Verdict, int Attempt = 1, Guid RefundId = default)
{
    /// <summary>When it is made, in UTC.</summary>
    public DateTime Now { get; init; }

    /// <summary>How long an amount is held; <see langword="null"/>: until it is captured or voided.</summary>
    public TimeSpan? Lifetime { get; init; }
}
