namespace Bookstore.Testing;

/// <summary>The gateway's name, and its result when it refuses permanently.</summary>
internal static class RefusalCases
{
    private const int MaxNameLength = 50;

    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("The name has 1 to 50 characters and stays the same", NameAsync),
        new("A refused capture has a code and sent again is refused the same way", subject => CodeAsync(new GatewayCase(subject))),
        new("A capture that the card refuses for good takes nothing and can be voided", subject =>
            subject.CaptureRefusedToken is { } token ? CaptureRefusedAsync(new GatewayCase(subject with { GoodToken = token })) : Task.CompletedTask),
        new("A refund that the card refuses for good has a code and leaves the amount captured", subject =>
            subject.RefundRefusedToken is { } token ? RefundRefusedAsync(new GatewayCase(subject with { GoodToken = token })) : Task.CompletedTask),
    ];

    private static async Task NameAsync(GatewayUnderTest subject)
    {
        var name = subject.Gateway.Name;
        Expect.True(!string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength, $"The name should have 1 to {MaxNameLength} characters, and is '{name}'.");
        await new GatewayCase(subject).AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(name, subject.Gateway.Name, "the name after a call");
    }

    private static async Task CodeAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.VoidAsync().ConfigureAwait(false);
        await ExpectRefusedCaptureAsync(order).ConfigureAwait(false);
    }

    private static async Task CaptureRefusedAsync(GatewayCase order)
    {
        Expect.Equal(AuthorizeOutcome.Approved, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "the authorization");
        await ExpectRefusedCaptureAsync(order).ConfigureAwait(false);
        Expect.True((await order.FindAsync().ConfigureAwait(false))?.Status != GatewayPaymentStatus.Captured, "The amount should not be captured.");
        Expect.Equal(VoidResult.Voided, await order.VoidAsync().ConfigureAwait(false), "the void");
    }

    private static async Task RefundRefusedAsync(GatewayCase order)
    {
        Expect.Equal(AuthorizeOutcome.Approved, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "the authorization");
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync().ConfigureAwait(false), "the capture");
        var refused = await order.RefundAsync().ConfigureAwait(false);
        Expect.Equal(RefundOutcome.Refused, refused.Outcome, "the refund");
        Expect.True(!string.IsNullOrEmpty(refused.Code), "A refusal should have a code.");
        Expect.Equal(refused, await order.RefundAsync().ConfigureAwait(false), "the second refund");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Captured).ConfigureAwait(false);
    }

    private static async Task ExpectRefusedCaptureAsync(GatewayCase order)
    {
        var refused = await order.CaptureAsync().ConfigureAwait(false);
        Expect.Equal(CaptureOutcome.Refused, refused.Outcome, "the capture");
        Expect.True(!string.IsNullOrEmpty(refused.Code), "A refusal should have a code.");
        Expect.Equal(refused, await order.CaptureAsync().ConfigureAwait(false), "the second capture");
    }
}
