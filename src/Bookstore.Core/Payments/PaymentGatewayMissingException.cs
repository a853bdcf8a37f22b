namespace Bookstore;

/// <summary>The shop has no payment gateway in this process, so an order cannot be paid here. Nothing of the call was written. A process that places no orders can do without a gateway.</summary>
public sealed class PaymentGatewayMissingException : InvalidOperationException
{
    /// <summary>Makes an exception.</summary>
    public PaymentGatewayMissingException()
        : this("The bookstore has no payment gateway; nothing was written. Register an IPaymentGateway.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    public PaymentGatewayMissingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public PaymentGatewayMissingException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
