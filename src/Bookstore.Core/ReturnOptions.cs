namespace Bookstore;

/// <summary>The settings of returns.</summary>
public sealed class ReturnOptions
{
    /// <summary>When the money of returned copies goes back: <c>OnReceipt</c>, with their receipt, or <c>Manual</c>, when the shop makes a refund. Default <c>OnReceipt</c>.</summary>
    public ReturnRefundPolicy RefundPolicy { get; set; }

    /// <summary>How long after the last delivery of an order its customer can withdraw. A later withdrawal is on record all the same, marked as late. 1 second to 3,650 days. Default 14 days.</summary>
    public TimeSpan WithdrawalPeriod { get; set; } = TimeSpan.FromDays(14);
}

/// <summary>When the money of returned copies goes back.</summary>
public enum ReturnRefundPolicy
{
    /// <summary>With their receipt: a refund of what came is made in the same commit.</summary>
    OnReceipt = 0,

    /// <summary>Later: the shop makes the refund, or none.</summary>
    Manual = 1,
}
