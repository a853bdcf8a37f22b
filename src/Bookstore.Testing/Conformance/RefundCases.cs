namespace Bookstore.Testing;

/// <summary>What giving a captured amount back does.</summary>
internal static class RefundCases
{
    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("A refund gives the captured amount back and sent again answers the same", subject => RefundedAsync(new GatewayCase(subject))),
        new("After a refund nothing is held again", subject => AfterRefundAsync(new GatewayCase(subject))),
        new("Several refunds of parts are made once each and add up", subject => PartsAsync(new GatewayCase(subject))),
        new("More than what is left of the captured amount is refused and gives nothing back", subject => TooMuchAsync(new GatewayCase(subject))),
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

    private static async Task PartsAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.CaptureAsync().ConfigureAwait(false);
        var (first, second, part) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Part(order.Price, 3));
        Expect.Equal(RefundResult.Refunded, await order.RefundAsync(first, part).ConfigureAwait(false), "the first refund");
        Expect.Equal(RefundResult.Refunded, await order.RefundAsync(first, part).ConfigureAwait(false), "the first refund sent again");
        await order.ExpectRefundedAsync(part).ConfigureAwait(false);
        await order.ExpectStatusAsync(GatewayPaymentStatus.Captured).ConfigureAwait(false);
        var rest = order.Price + (part * -1);
        Expect.Equal(RefundResult.Refunded, await order.RefundAsync(second, rest).ConfigureAwait(false), "the second refund");
        Expect.Equal(RefundResult.Refunded, await order.RefundAsync(first, part).ConfigureAwait(false), "the first refund sent again after the second");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Refunded).ConfigureAwait(false);
    }

    private static async Task TooMuchAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.CaptureAsync().ConfigureAwait(false);
        var (part, other) = (Part(order.Price, 2), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        Expect.Equal(RefundResult.Refunded, await order.RefundAsync(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), part).ConfigureAwait(false), "the first refund");
        var refused = await order.RefundAsync(other, order.Price).ConfigureAwait(false);
        Expect.Equal(RefundOutcome.Refused, refused.Outcome, "the refund of all after a part was given back");
        Expect.True(!string.IsNullOrEmpty(refused.Code), "A refusal should have a code.");
        await order.ExpectRefundedAsync(part).ConfigureAwait(false);
    }

    private static Money Part(Money price, int parts) => Money.FromMinorUnits(Math.Max(1, price.MinorUnits / parts), price.Currency);

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
