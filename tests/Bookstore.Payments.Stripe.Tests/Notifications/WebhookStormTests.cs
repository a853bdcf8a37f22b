using System.Net;
using System.Net.Sockets;
using System.Text;
using Bookstore.Stripe.Double.Webhooks;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe.Notifications;

/// <summary>More notifications than the shop can take: each is kept or refused, and none is lost.</summary>
public sealed class WebhookStormTests
{
    [Fact]
    public async Task A_notification_that_cannot_be_kept_gets_503_and_is_kept_when_it_is_sent_again()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        shop.Store.OnCommit = static (_, _) => throw new BookstoreStoreException("The disk is full.");
        using var refused = await PostAsync(shop, Body(1, 0));

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        (await refused.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"overloaded\"");
        shop.Store.OnCommit = null;
        (await shop.WorkAsync()).ShouldBe(0);
        using var kept = await PostAsync(shop, Body(1, 0));

        kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shop.WorkAsync()).ShouldBe(1);
    }

    // What waits for the store is bounded, and so is the memory of its bodies.
    [Fact]
    public async Task At_most_256_requests_wait_for_the_store_and_the_others_get_503()
    {
        const int Sent = 300;
        await using var shop = await ReceivingShop.OpenAsync();
        var isOpen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shop.Store.OnCommit = async (_, commit) =>
        {
            await isOpen.Task;
            await commit();
        };

        var all = Enumerable.Range(0, Sent).Select(number => PostAsync(shop, Body(number, 0))).ToList();
        var open = all.ToList();
        while (all.Count - open.Count < Sent - 256)
        {
            open.Remove(await Task.WhenAny(open));
        }

        isOpen.SetResult();
        var answers = await Task.WhenAll(all);
        answers.Count(static answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(256);
        answers.Count(static answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ShouldBe(Sent - 256);
        Array.ForEach(answers, static answer => answer.Dispose());
        (await shop.WorkAsync()).ShouldBe(256);
    }

    [Fact]
    public async Task Bodies_that_never_end_keep_no_signed_sender_out()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        using var end = new CancellationTokenSource();
        var slow = Enumerable.Range(0, 256).Select(_ => HoldPlaceAsync()).ToList();
        var number = 0;
        while (await StatusAsync() != HttpStatusCode.ServiceUnavailable)
        {
            slow.ShouldAllBe(static sender => !sender.IsCompleted);
            number++;
        }

        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
        (await await Task.WhenAny(slow)).ShouldBe("HTTP/1.1 408 Request Timeout");
        await end.CancelAsync();
        await Task.WhenAll(slow);

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await PostAsync(shop, Body(number, 0));
            return answer.StatusCode;
        }

        // The last place may be taken just now by the request that looks whether there is one.
        async Task<string?> HoldPlaceAsync()
        {
            string? status;
            do
            {
                status = await SendSlowlyAsync(shop, end.Token);
            }
            while (status == "HTTP/1.1 503 Service Unavailable");
            return status;
        }
    }

    [Fact]
    public async Task A_body_that_does_not_come_in_time_is_answered_with_the_reason()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shop.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync("POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray());
        var answer = ReadAsync(client.GetStream());
        while (!answer.IsCompleted)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await answer).ShouldStartWith("HTTP/1.1 408 ");
        (await answer).ShouldContain("\"code\":\"request_timeout\"");

        // To the end of the problem: the server keeps the connection for what it has not read.
        static async Task<string> ReadAsync(NetworkStream stream)
        {
            var read = new StringBuilder();
            var buffer = new byte[4_096];
            while (!read.ToString().Contains('}', StringComparison.Ordinal))
            {
                var length = await stream.ReadAsync(buffer);
                length.ShouldBeGreaterThan(0);
                read.Append(Encoding.UTF8.GetString(buffer, 0, length));
            }

            return read.ToString();
        }
    }

    // Nobody reads what is sent to a source that is not there, however slowly it comes.
    [Fact]
    public async Task A_body_for_a_source_that_is_not_there_is_not_waited_for()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        using var end = new CancellationTokenSource();

        (await SendSlowlyAsync(shop, end.Token, "/webhooks/paypal").WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe("HTTP/1.1 404 Not Found");
    }

    [LongFact]
    public async Task Ten_thousand_at_once_are_all_kept_in_the_end_and_memory_is_bounded()
    {
        const int Sent = 10_000;
        const int Size = 16_384;
        await using var shop = await ReceivingShop.OpenAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        var next = -1;
        var refusals = 0;

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => SendAsync()));

        (await shop.WorkAsync()).ShouldBe(Sent);
        refusals.ShouldBeGreaterThan(0);

        // The bodies together have 160 MiB.
        (peak - before).ShouldBeLessThan(128 * 1_048_576);

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < Sent)
            {
                HttpStatusCode status;
                do
                {
                    using var answer = await PostAsync(shop, Body(number, Size));
                    status = answer.StatusCode;
                    refusals += status == HttpStatusCode.ServiceUnavailable ? 1 : 0;
                }
                while (status == HttpStatusCode.ServiceUnavailable);

                status.ShouldBe(HttpStatusCode.OK);
                if (number % 1_000 == 0)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                }
            }
        }
    }

    private static string Body(int number, int padding) =>
        $$$$"""{"id":"evt_{{{{number}}}}","type":"payment_intent.succeeded","data":{"object":{"object":"payment_intent","id":"pi_foreign","description":"{{{{new string('x', padding)}}}}"}}}""";

    // One byte comes at once, and the rest never.
    private static async Task<string?> SendSlowlyAsync(ReceivingShop shop, CancellationToken end, string path = "/webhooks/stripe")
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, shop.Http.BaseAddress!.Port, end);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{{"), end);
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync(end);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(ReceivingShop shop, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(StripeSignature.Header, StripeSignature.Of(body, shop.Time.GetUtcNow(), ReceivingShop.Secret));
        return await shop.Http.SendAsync(request);
    }
}
