namespace Bookstore.Testing;

/// <summary>What letting a held amount go does.</summary>
internal static class VoidCases
{
    private const int Rounds = 20;

    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("A void lets the amount go and sent again answers the same", subject => VoidedAsync(new GatewayCase(subject))),
        new("A void of an unknown order succeeds and makes a later authorization fail", subject => UnknownAsync(new GatewayCase(subject))),
        new("An authorization after a void is declined", subject => AuthorizedAfterAsync(new GatewayCase(subject))),
        new("A void of a declined order succeeds and leaves the decline", subject => DeclinedAsync(new GatewayCase(subject))),
        new("A void after a capture answers that it is captured", subject => AfterCaptureAsync(new GatewayCase(subject))),
        new("Of a void and a capture at once exactly one happens", RaceAsync),
    ];

    private static async Task VoidedAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(VoidResult.Voided, await order.VoidAsync().ConfigureAwait(false), "the void");
        Expect.Equal(VoidResult.Voided, await order.VoidAsync().ConfigureAwait(false), "the second void");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Voided).ConfigureAwait(false);
        Expect.Equal(order.Price, (await order.FindAsync().ConfigureAwait(false))?.Amount, "the amount that was held");
    }

    private static async Task UnknownAsync(GatewayCase order)
    {
        Expect.Equal(VoidResult.Voided, await order.VoidAsync().ConfigureAwait(false), "the void");
        if (order.Gateway.LateAuthorizationWindow > TimeSpan.Zero)
        {
            // Such a gateway cannot forbid; the shop voids again until the window is over.
            return;
        }

        Expect.Equal(AuthorizeOutcome.Declined, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "the later authorization");
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync().ConfigureAwait(false)).Outcome, "a capture");
        Expect.Equal(new GatewayPayment { OrderId = order.OrderId, Status = GatewayPaymentStatus.Voided }, await order.FindAsync().ConfigureAwait(false), "the payment");
    }

    private static async Task AuthorizedAfterAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.VoidAsync().ConfigureAwait(false);
        Expect.Equal(AuthorizeOutcome.Declined, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "the authorization");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Voided).ConfigureAwait(false);
    }

    private static async Task DeclinedAsync(GatewayCase order)
    {
        var first = await order.AuthorizeBadAsync().ConfigureAwait(false);
        Expect.Equal(VoidResult.Voided, await order.VoidAsync().ConfigureAwait(false), "the void");
        Expect.Equal(first, await order.AuthorizeBadAsync().ConfigureAwait(false), "the answer after it");
    }

    private static async Task AfterCaptureAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.CaptureAsync().ConfigureAwait(false);
        Expect.Equal(VoidResult.AlreadyCaptured, await order.VoidAsync().ConfigureAwait(false), "the void");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Captured).ConfigureAwait(false);
    }

    private static async Task RaceAsync(GatewayUnderTest subject)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var order = new GatewayCase(subject);
            await order.AuthorizeAsync().ConfigureAwait(false);
            var capture = Task.Run(() => order.CaptureAsync());
            var voiding = Task.Run(order.VoidAsync);
            var isCaptured = await capture.ConfigureAwait(false) == CaptureResult.Captured;
            Expect.Equal(isCaptured ? VoidResult.AlreadyCaptured : VoidResult.Voided, await voiding.ConfigureAwait(false), "the void");
            await order.ExpectStatusAsync(isCaptured ? GatewayPaymentStatus.Captured : GatewayPaymentStatus.Voided).ConfigureAwait(false);
        }
    }
}
