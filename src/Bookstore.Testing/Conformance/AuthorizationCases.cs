namespace Bookstore.Testing;

/// <summary>What holding an amount does.</summary>
internal static class AuthorizationCases
{
    private const int MaxTransactionIdLength = 200;

    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("An approved authorization is on record with its amount and transaction", subject => ApprovedAsync(new GatewayCase(subject))),
        new("A declined authorization holds nothing", subject => DeclinedAsync(new GatewayCase(subject))),
        new("An authorization sent again answers the same", subject => AgainAsync(new GatewayCase(subject))),
        new("A declined authorization sent again is declined the same way with any token", subject => DeclinedAgainAsync(new GatewayCase(subject))),
        new("A voided payment is authorized again as the next attempt and is a payment of its own", subject => NextAttemptAsync(new GatewayCase(subject))),
        new("Many authorizations of one order at once hold the amount once", subject => AtOnceAsync(new GatewayCase(subject))),
        new("A call that is cancelled before it begins has no effect", subject => CancelledAsync(new GatewayCase(subject))),
    ];

    private static async Task ApprovedAsync(GatewayCase order)
    {
        var result = await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(AuthorizeOutcome.Approved, result.Outcome, "the outcome");
        Expect.True(result.TransactionId is { Length: > 0 and <= MaxTransactionIdLength }, $"the transaction id should have 1 to {MaxTransactionIdLength} characters, and is '{result.TransactionId}'");
        var expected = new GatewayPayment { OrderId = order.OrderId, Amount = order.Price, Status = GatewayPaymentStatus.Authorized, TransactionId = result.TransactionId, AuthorizedUntil = result.AuthorizedUntil };
        Expect.Equal(expected, await order.FindAsync().ConfigureAwait(false), "the payment");
    }

    private static async Task DeclinedAsync(GatewayCase order)
    {
        var result = await order.AuthorizeBadAsync().ConfigureAwait(false);
        Expect.Equal(AuthorizeOutcome.Declined, result.Outcome, "the outcome");
        Expect.True(!string.IsNullOrEmpty(result.DeclineCode), "a decline should have a code");
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync().ConfigureAwait(false)).Outcome, "a capture");
        var expected = new GatewayPayment { OrderId = order.OrderId, Status = GatewayPaymentStatus.Declined, DeclineCode = result.DeclineCode };
        Expect.Equal(expected, await order.FindAsync().ConfigureAwait(false), "the payment");
    }

    private static async Task AgainAsync(GatewayCase order)
    {
        var first = await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(first, await order.AuthorizeAsync().ConfigureAwait(false), "the second answer");
        await order.CaptureAsync().ConfigureAwait(false);
        Expect.Equal(first, await order.AuthorizeAsync().ConfigureAwait(false), "the answer after the capture");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Captured).ConfigureAwait(false);
    }

    private static async Task DeclinedAgainAsync(GatewayCase order)
    {
        var first = await order.AuthorizeBadAsync().ConfigureAwait(false);
        Expect.Equal(first, await order.AuthorizeBadAsync().ConfigureAwait(false), "the second answer");
        Expect.Equal(first, await order.AuthorizeAsync().ConfigureAwait(false), "the answer to a good token");
    }

    private static async Task NextAttemptAsync(GatewayCase order)
    {
        var first = await order.AuthorizeAsync().ConfigureAwait(false);
        await order.VoidAsync().ConfigureAwait(false);
        order.BeginNextAttempt();
        Expect.Equal(null, await order.FindAsync().ConfigureAwait(false), "the second payment before it was authorized");

        var second = await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(AuthorizeOutcome.Approved, second.Outcome, "the second authorization");
        Expect.True(!string.Equals(first.TransactionId, second.TransactionId, StringComparison.Ordinal), "The second payment should have a transaction id of its own.");
        Expect.Equal(second, await order.AuthorizeAsync().ConfigureAwait(false), "the second authorization sent again");
        Expect.Equal(2, (await order.FindAsync().ConfigureAwait(false))?.Attempt, "the attempt of the second payment");
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync().ConfigureAwait(false), "the capture");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Captured).ConfigureAwait(false);
    }

    private static async Task AtOnceAsync(GatewayCase order)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, order.Concurrency).Select(_ => Task.Run(() => order.AuthorizeAsync()))).ConfigureAwait(false);
        Expect.Equal(1, results.Select(static result => result.TransactionId).Distinct().Count(), "the number of transactions");
        var listed = await order.ListAsync().ConfigureAwait(false);
        Expect.Equal(1, listed.Count(payment => payment.OrderId == order.OrderId), "the number of payments");
        Expect.Equal(VoidResult.Voided, await order.VoidAsync().ConfigureAwait(false), "a void");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Voided).ConfigureAwait(false);
    }

    private static async Task CancelledAsync(GatewayCase order)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync().ConfigureAwait(false);
        try
        {
            await order.AuthorizeAsync(cancelled.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Expect.Equal(null, await order.FindAsync().ConfigureAwait(false), "the payment");
            return;
        }

        throw new ConformanceException("the call should end with an OperationCanceledException");
    }
}
