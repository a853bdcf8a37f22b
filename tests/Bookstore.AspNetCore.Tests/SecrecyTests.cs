using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>What nobody gets to read: cards and keys.</summary>
public sealed class SecrecyTests
{
    private const string Canary = "4539578763621486";

    [Fact]
    public async Task No_card_number_is_in_any_answer_or_log_at_trace_level()
    {
        var log = new ListLoggerProvider();
        await using var shop = await TestShop.StartAsync(host: builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var texts = new List<string>();
        foreach (var body in new[]
        {
            Bodies.Order(card: Canary),
            Bodies.Order(card: Canary).Replace("\"quantity\":1", "\"quantity\":\"1\"", StringComparison.Ordinal),
            Bodies.Order(card: Canary)[..^2] + "@",
            Bodies.Order(card: Canary).Replace($"\"{Canary}\"", Canary, StringComparison.Ordinal),
            $$"""{"customer_id":"c","items":[],"payment":"{{Canary}}"}""",
            $$$"""{"customer_id":"c","items":[],"payment":{"card_number":"{{{Canary}}}","card_number":"{{{Canary}}}"}}""",
            $$"""{"{{Canary}}":1,"{{Canary}}":1}""",
            "{\"x\":{\"" + Canary + "\":{\"y\":1,\"y\":1}}}",
            $$"""{"4539 5787 6362 1486":1,"4539 5787 6362 1486":1}""",
            Bodies.Order(TestShop.Algorithms, 99, Canary),
            Canary,
            $"\"{Canary}\"",
        })
        {
            var answer = await shop.PostAsync("/api/orders", body);
            texts.Add(answer.Text + answer.Headers);
        }

        texts.Add((await shop.GetAsync("/api/orders")).Text);

        log.Lines.Count.ShouldBeGreaterThan(50);
        string.Concat(texts).ShouldNotContain(Canary);
        string.Concat(texts).ShouldNotContain("4539 5787");
        log.Lines.ShouldNotContain(line => line.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_key_is_in_any_answer_or_log_at_trace_level()
    {
        var log = new ListLoggerProvider();
        await using var shop = await TestShop.StartAsync(
            options: options => TestShop.AddClient(options, "canary", "canary-api-key"),
            host: builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));

        var known = await shop.GetAsync("/api/books", "canary-api-key");
        var unknown = await shop.GetAsync("/api/books", "canary-api-key-2");

        (known.Text + unknown.Text).ShouldNotContain("canary-api-key");
        log.Lines.ShouldNotContain(line => line.Contains("canary-api-key", StringComparison.Ordinal));
    }
}
