namespace Bookstore.Stripe.Double.Account;

/// <summary>A PaymentIntent.</summary>
internal sealed class IntentState
{
    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required long Amount { get; set; }

    public required string Currency { get; set; }

    public required string CaptureMethod { get; init; }

    public required Dictionary<string, string> Metadata { get; init; }

    public string Status { get; set; } = "requires_payment_method";

    public string? Description { get; set; }

    public string? StatementDescriptorSuffix { get; set; }

    public string? ReturnUrl { get; set; }

    public TestPaymentMethod? Method { get; set; }

    public ChargeState? Charge { get; set; }

    public (string Type, string Code, string? DeclineCode, string Message)? Error { get; set; }

    public DateTimeOffset? CanceledAt { get; set; }

    public string? CancellationReason { get; set; }

    public string ClientSecret => $"{Id}_secret_double";
}

/// <summary>A charge: one attempt to take an intent's amount.</summary>
internal sealed class ChargeState
{
    public required string Id { get; init; }

    public required IntentState Intent { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required TestPaymentMethod Method { get; init; }

    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required string Status { get; init; }

    public string? FailureCode { get; init; }

    public DateTimeOffset? CaptureBefore { get; set; }

    public bool IsCaptured { get; set; }

    public long Captured { get; set; }

    public long Refunded { get; set; }

    /// <summary>What a capture of a part let go: Stripe counts it as refunded.</summary>
    public long Released { get; set; }

    public bool IsDisputed => Dispute is not null;

    public DisputeState? Dispute { get; set; }
}

/// <summary>A dispute.</summary>
internal sealed class DisputeState
{
    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    public string Status { get; set; } = "needs_response";
}

/// <summary>A refund.</summary>
internal sealed class RefundState
{
    public required string Id { get; init; }

    public required ChargeState Charge { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required long Amount { get; init; }

    public required Dictionary<string, string> Metadata { get; init; }

    public string? Reason { get; init; }

    /// <summary>The transaction of the balance; none for what was only released.</summary>
    public string? BalanceTransaction { get; init; }

    public string Status { get; set; } = "succeeded";

    public string? FailureReason { get; set; }
}
