namespace Bookstore.Testing;

/// <summary>What taking a held amount does.</summary>
internal static class CaptureCases
{
    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("A capture takes the held amount and sent again answers the same", subject => CapturedAsync(new GatewayCase(subject))),
        new("A capture of another amount is refused and changes nothing", subject => OtherAmountAsync(new GatewayCase(subject))),
        new("A capture of a part takes the part once and releases the rest", subject => subject.CapturesParts ? PartAsync(new GatewayCase(subject)) : Task.CompletedTask),
        new("A capture of an unknown order is refused and leaves no record", subject => UnknownAsync(new GatewayCase(subject))),
        new("A capture after a void is refused", subject => AfterVoidAsync(new GatewayCase(subject))),
    ];

    private static async Task CapturedAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync().ConfigureAwait(false), "the capture");
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync().ConfigureAwait(false), "the second capture");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Captured).ConfigureAwait(false);
        Expect.Equal(order.Price, (await order.FindAsync().ConfigureAwait(false))?.Amount, "the captured amount");
    }

    private static async Task OtherAmountAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync(order.OtherPrice).ConfigureAwait(false)).Outcome, "the capture of another amount");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Authorized).ConfigureAwait(false);
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync().ConfigureAwait(false), "the capture");
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync(order.OtherPrice).ConfigureAwait(false)).Outcome, "the capture of another amount after it");
    }

    private static async Task PartAsync(GatewayCase order)
    {
        var part = Money.FromMinorUnits(order.Price.MinorUnits / 2, order.Price.Currency);
        await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync(part).ConfigureAwait(false), "the capture of a part");
        Expect.Equal(part, (await order.FindAsync().ConfigureAwait(false))?.Amount, "the captured amount");
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync(part).ConfigureAwait(false), "the capture sent again");
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync().ConfigureAwait(false)).Outcome, "a capture of the whole amount after it");
        Expect.Equal(VoidResult.AlreadyCaptured, await order.VoidAsync().ConfigureAwait(false), "a void");
        Expect.Equal(part, (await order.FindAsync().ConfigureAwait(false))?.Amount, "the captured amount at the end");
    }

    private static async Task UnknownAsync(GatewayCase order)
    {
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync().ConfigureAwait(false)).Outcome, "the capture");
        Expect.Equal(null, await order.FindAsync().ConfigureAwait(false), "the payment");
    }

    private static async Task AfterVoidAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await order.VoidAsync().ConfigureAwait(false);
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync().ConfigureAwait(false)).Outcome, "the capture");
        await order.ExpectStatusAsync(GatewayPaymentStatus.Voided).ConfigureAwait(false);
    }
}
