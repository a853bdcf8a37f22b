using System.Globalization;

namespace Bookstore;

/// <summary>Money of an order that goes back to its customer: made by a person, or because the order was cancelled, sent back or lost.</summary>
/// <remarks>Immutable and safe to share between threads. An order can have several; each is made at the gateway once, under an id of its own.</remarks>
public sealed record Refund
{
    /// <summary>The longest <see cref="Reason"/>, in Unicode code points: 100.</summary>
    public const int MaxReasonLength = 100;

    /// <summary>The longest <see cref="Note"/>, in Unicode code points: 500.</summary>
    public const int MaxNoteLength = 500;

    /// <summary>The <see cref="Reason"/> of what is left of a cancelled order's money.</summary>
    public const string OrderCancelled = "order_cancelled";

    /// <summary>The <see cref="Reason"/> of what cancelled copies of an order are worth.</summary>
    public const string ItemsCancelled = "items_cancelled";

    /// <summary>The <see cref="Reason"/> of what the copies of a delivery are worth that was sent back.</summary>
    public const string DeliveryReturned = "delivery_returned";

    /// <summary>The <see cref="Reason"/> of what the copies of a delivery are worth that was lost.</summary>
    public const string DeliveryLost = "delivery_lost";

    /// <summary>The <see cref="Reason"/> of copies that were received by a return.</summary>
    public const string ItemsReturned = "items_returned";

    /// <summary>The <see cref="Reason"/> of copies that were received after their customer's withdrawal.</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>The refund's id, a UUID version 7. The gateway gets it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The amount.</summary>
    public required Money Amount { get; init; }

    /// <summary>Why, in the shop's own words: 1 to 100 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>A note for the shop; <see langword="null"/> for none.</summary>
    public string? Note { get; init; }

    /// <summary>The copies that it pays back; empty for an amount.</summary>
    public IReadOnlyList<RefundItem> Items { get; init; } = [];

    /// <summary>What each of <see cref="Items"/> is worth, in minor units; empty where an older version made it.</summary>
    internal IReadOnlyList<long> ItemAmounts { get; init; } = [];

    /// <summary>Whether it pays shipping back.</summary>
    public bool Shipping { get; init; }

    /// <summary>The status.</summary>
    public required RefundStatus Status { get; init; }

    /// <summary>Why the gateway refused it, a code; <see langword="null"/> unless failed.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Why a person has to look at it. <see langword="null"/> when there is no reason.</summary>
    public OrderAttention? Attention { get; init; }

    /// <summary>How a person resolved it, see <see cref="IRefundService.MarkDoneAsync"/>; <see langword="null"/>, as a rule, when none had to.</summary>
    public PaymentResolution? Resolution { get; init; }

    /// <summary>Changes with the refund. Opaque; computed each time it is read.</summary>
    public string Version => new Fingerprint()
        .Add(Id)
        .Add((int)Status)
        .Add(FailureCode)
        .Add((int?)Attention?.Reason ?? -1)
        .Add(Attention?.Code)
        .Add(Resolution?.Note)
        .Add(UpdatedAt.ToUnixTimeMilliseconds())
        .Compute()
        .ToString("N");

    /// <summary>When it was made, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text for logs, without the note.</summary>
    /// <returns>The ids, the amount and the status.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Refund {{ Id = {Id}, OrderId = {OrderId}, Amount = {Amount}, Status = {Status} }}");
}

/// <summary>Copies of one line that a refund pays back.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
public sealed record RefundItem(Isbn Isbn, int Quantity);

/// <summary>The status of a refund. The numbers are stored: they never change their meaning.</summary>
public enum RefundStatus
{
    /// <summary>It is to be made, or its outcome is not known yet: the gateway is asked until it is.</summary>
    Pending = 1,

    /// <summary>The amount went back.</summary>
    Succeeded = 2,

    /// <summary>It was refused for good or given up: the shop still has the amount.</summary>
    Failed = 3,
}
