using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Bookstore.Payments.Stripe.Notifications;
using Bookstore.Stripe.Double;
using Bookstore.Stripe.Double.Webhooks;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>The API key, the webhooks' secrets, tokens and the customer's secret are in nothing that the shop says: logs with their exceptions, spans, problems, events, and what is listed of the inbox.</summary>
public sealed class SecretTests
{
    private static readonly string[] Secrets = [StripeDouble.ApiKey, ReceivingShop.Secret, "whsec_old", "whsec_wrong", "pm_card_visa", "pm_card_authenticationRequired", "4242424242424242"];

    [Fact]
    public async Task No_secret_is_in_logs_spans_problems_events_or_the_inbox()
    {
        var said = new ConcurrentQueue<string>();
        using var spans = Listen(said);
        using var logs = new WholeLogs(said);
        await using var shop = await ReceivingShop.OpenAsync(logs: logs);

        // A life with all that can go wrong, and what each of it makes the shop say.
        var paid = await shop.PlaceAsync("pm_card_visa");
        var waiting = await shop.PlaceAsync("pm_card_authenticationRequired");
        await shop.PlaceAsync("pm_card_visa_chargeDeclined");
        await shop.PlaceAsync("4242424242424242");
        foreach (var fault in (StripeFault[])[StripeFault.ProxyPage, StripeFault.GarbageAfter, StripeFault.RateLimit, StripeFault.FailAfter, StripeFault.BreakAfter])
        {
            shop.Stripe.Faults.Next("POST /v1/payment_intents", fault);
            await shop.PlaceAsync("pm_card_visa");
        }

        shop.Stripe.Account.CompleteAction(shop.IntentOf(waiting.Id), isApproved: true);
        await shop.SendAsync(shop.Stripe.Account.Events);
        await PostAsync(shop, said, "{}", StripeSignature.Of("{}", shop.Time.GetUtcNow(), "whsec_wrong"));
        await PostAsync(shop, said, "{}", $"t=1,v1={ReceivingShop.Secret}");
        shop.Store.OnCommit = static (_, _) => throw new BookstoreStoreException("The disk is full.");
        var body = shop.Stripe.Account.Events[^1].Body.Replace("evt_", "evt_again", StringComparison.Ordinal);
        await PostAsync(shop, said, body, StripeSignature.Of(body, shop.Time.GetUtcNow(), ReceivingShop.Secret));
        shop.Store.OnCommit = null;
        await shop.Maintenance.DrainPaymentsAsync();
        shop.Stripe.Account.RefundInDashboard(shop.IntentOf(paid.Id), 500);
        await shop.WorkAsync();

        said.Count.ShouldBeGreaterThan(50);
        var events = (await shop.Events.ReadPageAsync(new EventQuery())).Events;
        events.Count.ShouldBeGreaterThan(10);
        var entries = (await shop.Inbox.ListAsync(new InboxQuery())).Items;
        entries.ShouldNotBeEmpty();
        foreach (var text in said.Concat(events.Select(static happened => Encoding.UTF8.GetString(happened.Data.Span) + happened)).Concat(entries.Select(static entry => entry.ToString())).Append((await shop.FindAsync(waiting.Id)).ToString()))
        {
            foreach (var secret in Secrets.Append($"{shop.IntentOf(waiting.Id)}_secret_"))
            {
                text.ShouldNotContain(secret, Case.Insensitive);
            }
        }
    }

    private static async Task PostAsync(ReceivingShop shop, ConcurrentQueue<string> said, string body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(StripeSignature.Header, signature);
        using var answer = await shop.Http.SendAsync(request);
        said.Enqueue(answer.Headers + await answer.Content.ReadAsStringAsync());
    }

    private static ActivityListener Listen(ConcurrentQueue<string> said)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => said.Enqueue(
                $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.Select(static happened => happened.Name + string.Join(' ', happened.Tags)))} {string.Join(' ', span.Baggage)}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class WholeLogs(ConcurrentQueue<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            said.Enqueue(state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Owns nothing.
        }
    }
}
