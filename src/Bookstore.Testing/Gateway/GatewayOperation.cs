namespace Bookstore.Testing;

/// <summary>The calls of an <see cref="IPaymentGateway"/>.</summary>
public enum GatewayOperation
{
    /// <summary><see cref="IPaymentGateway.AuthorizeAsync"/>.</summary>
    Authorize,

    /// <summary><see cref="IPaymentGateway.CaptureAsync"/>.</summary>
    Capture,

    /// <summary><see cref="IPaymentGateway.VoidAsync"/>.</summary>
    Void,

    /// <summary><see cref="IPaymentGateway.RefundAsync"/>.</summary>
    Refund,

    /// <summary><see cref="IPaymentGateway.FindAsync"/>.</summary>
    Find,
}

/// <summary>One call that a shop made to its gateway.</summary>
/// <param name="Operation">Which call.</param>
/// <param name="OrderId">For which order.</param>
/// <param name="Fault">What was planned to go wrong with it; <see langword="null"/> when nothing was.</param>
public sealed record GatewayCallRecord(GatewayOperation Operation, Guid OrderId, CallFault? Fault);
