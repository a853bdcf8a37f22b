namespace Bookstore.Testing;

/// <summary>What giving a captured amount back does.</summary>
internal static class RefundCases
{
    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("A refund gives the captured amount back and sent again answers the same", subject => RefundedAsync(new GatewayCase(subject))),
        new("After a refund nothing is held again", subject => AfterRefundAsync(new GatewayCase(subject))),
        new("A refund of what was never captured lets it go", subject => NeverCapturedAsync(new GatewayCase(subject))),
        new("A refund of an unknown order answers that nothing was captured and forbids it", subject => UnknownAsync(new GatewayCase(subject))),
    ];

    private static async Task RefundedAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.CaptureAsync().ConfigureAwait(false);
        Expect.Equal(RefundResult.Refunded, await order.RefundAsync().ConfigureAwait(false), "the refund");
        Expect.Equal(RefundResult.Refunded, await order.RefundAsync().ConfigureAwait(false), "the second refund");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Refunded).ConfigureAwait(false);
    }

    private static async Task AfterRefundAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.CaptureAsync().ConfigureAwait(false);
        await order.RefundAsync().ConfigureAwait(false);
        Expect.Equal(AuthorizeOutcome.Declined, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "an authorization");
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync().ConfigureAwait(false), "a capture sent again");
        Expect.Equal(VoidResult.AlreadyCaptured, await order.VoidAsync().ConfigureAwait(false), "a void");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Refunded).ConfigureAwait(false);
    }

    private static async Task NeverCapturedAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(RefundResult.NothingCaptured, await order.RefundAsync().ConfigureAwait(false), "the refund");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Voided).ConfigureAwait(false);
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync().ConfigureAwait(false)).Outcome, "a capture");
    }

    private static async Task UnknownAsync(GatewayCase order)
    {
        Expect.Equal(RefundResult.NothingCaptured, await order.RefundAsync().ConfigureAwait(false), "the refund");
        if (order.Gateway.LateAuthorizationWindow == TimeSpan.Zero)
        {
            Expect.Equal(AuthorizeOutcome.Declined, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "a later authorization");
        }
    }
}
