using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>The sums of an order's refunds, in minor units.</summary>
/// <param name="Succeeded">Of those that succeeded.</param>
/// <param name="Pending">Of those that are pending.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RefundSums(long Succeeded, long Pending)
{
    /// <summary>Whether money of the order was captured, also when it was refunded since.</summary>
    public static bool IsCaptured(PaymentStatus status) =>
        status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.RefundFailed;
}
