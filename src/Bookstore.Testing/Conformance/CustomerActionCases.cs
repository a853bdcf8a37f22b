namespace Bookstore.Testing;

/// <summary>What a payment does that waits for its customer. Checked where the gateway has a token for it.</summary>
internal static class CustomerActionCases
{
    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("A payment that waits for its customer holds nothing and sent again asks for the same action", subject => WithActionAsync(subject, WaitsAsync)),
        new("A payment that waits for its customer can be voided and is not authorized after that", subject => WithActionAsync(subject, VoidedAsync)),
        new("A payment that its customer approves is authorized and can be captured", subject => WithCustomerAsync(subject, ApprovedAsync)),
        new("A payment that its customer refuses is declined", subject => WithCustomerAsync(subject, RefusedAsync)),
    ];

    private static Task WithActionAsync(GatewayUnderTest subject, Func<GatewayCase, Task> check) =>
        subject.ActionToken is { } token ? check(new GatewayCase(subject with { GoodToken = token })) : Task.CompletedTask;

    private static Task WithCustomerAsync(GatewayUnderTest subject, Func<GatewayCase, Func<bool, Task>, Task> check) => subject is { ActionToken: not null, CompleteActionAsync: { } complete }
        ? WithActionAsync(subject, order => check(order, isApproved => complete(order.OrderId, isApproved)))
        : Task.CompletedTask;

    private static async Task WaitsAsync(GatewayCase order)
    {
        var first = await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(AuthorizeOutcome.RequiresAction, first.Outcome, "the outcome");
        Expect.True(first.Action is { Url: not null } or { ClientSecret.Length: > 0 }, "The action should have an address or a client secret.");
        await order.ExpectStatusAsync(GatewayPaymentStatus.RequiresAction).ConfigureAwait(false);
        Expect.Equal(CaptureOutcome.Refused, (await order.CaptureAsync().ConfigureAwait(false)).Outcome, "a capture");
        var second = await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(first.Outcome, second.Outcome, "the second outcome");
        Expect.Equal(first.Action?.Url, second.Action?.Url, "the second address");
        await order.VoidAsync().ConfigureAwait(false);
    }

    private static async Task VoidedAsync(GatewayCase order)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        Expect.Equal(VoidResult.Voided, await order.VoidAsync().ConfigureAwait(false), "the void");
        Expect.True((await order.FindAsync().ConfigureAwait(false))?.Status != GatewayPaymentStatus.RequiresAction, "The payment should not wait any more.");
        Expect.Equal(AuthorizeOutcome.Declined, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "an authorization after the void");
    }

    private static async Task ApprovedAsync(GatewayCase order, Func<bool, Task> complete)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await complete(true).ConfigureAwait(false);
        await order.ExpectStatusAsync(GatewayPaymentStatus.Authorized).ConfigureAwait(false);
        Expect.Equal(AuthorizeOutcome.Approved, (await order.AuthorizeAsync().ConfigureAwait(false)).Outcome, "an authorization after the approval");
        Expect.Equal(CaptureResult.Captured, await order.CaptureAsync().ConfigureAwait(false), "the capture");
    }

    private static async Task RefusedAsync(GatewayCase order, Func<bool, Task> complete)
    {
        await order.AuthorizeAsync().ConfigureAwait(false);
        await complete(false).ConfigureAwait(false);
        await order.ExpectStatusAsync(GatewayPaymentStatus.Declined).ConfigureAwait(false);
        Expect.True(!string.IsNullOrEmpty((await order.FindAsync().ConfigureAwait(false))?.DeclineCode), "A decline should have a code.");
    }
}
