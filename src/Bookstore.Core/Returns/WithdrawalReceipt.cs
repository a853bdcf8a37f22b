using System.Globalization;

namespace Bookstore;

/// <summary>The receipt of a withdrawal, to be given to the customer on a durable medium (Directive (EU) 2023/2673).</summary>
/// <param name="ReceivedAt">When the withdrawal was received, in UTC.</param>
/// <param name="Content">What was received: the order, the copies, and the customer's statement.</param>
/// <param name="IsLate">Whether <see cref="ReturnOptions.WithdrawalPeriod"/> was over.</param>
public sealed record WithdrawalReceipt(DateTimeOffset ReceivedAt, string Content, bool IsLate)
{
    /// <summary>The greatest length of <see cref="Content"/>, in characters: every line of an order and a statement have room.</summary>
    public const int MaxContentLength = 10_000;

    /// <summary>A text for logs, without anything that the customer or the shop wrote.</summary>
    /// <returns>The time.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"WithdrawalReceipt {{ ReceivedAt = {ReceivedAt:O}, IsLate = {IsLate} }}");
}
