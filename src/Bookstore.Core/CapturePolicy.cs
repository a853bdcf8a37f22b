namespace Bookstore;

/// <summary>When the money of a confirmed order is captured.</summary>
public enum CapturePolicy
{
    /// <summary>At once, in the background.</summary>
    Immediate,

    /// <summary>When its goods are about to leave: the first dispatch asks for the capture, and is <see cref="MoveDeliveryOutcome.PaymentNotCaptured"/> until the money is there.</summary>
    OnDispatch,

    /// <summary>When the shop says so, with <see cref="IOrderWorkflow.CapturePaymentAsync"/>. Nothing is dispatched before.</summary>
    Manual,
}
