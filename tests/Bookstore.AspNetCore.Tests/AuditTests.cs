using Bookstore.Storage;

namespace Bookstore.AspNetCore;

/// <summary>Audits over the wire.</summary>
public sealed class AuditTests
{
    [Theory]
    [InlineData("verify", 7)]
    [InlineData("reconcile", 2)]
    public async Task POST_audits_runs_in_the_background_and_is_read_until_it_is_completed(string kind, int parts)
    {
        await using var shop = await TestShop.StartAsync();
        await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey));

        var started = await shop.PostAsync("/api/audits", $$"""{"kind":"{{kind}}"}""");

        started.Status.ShouldBe(HttpStatusCode.Accepted);
        var id = started.Json["audit_id"]!.GetValue<string>();
        started.Headers.Location!.OriginalString.ShouldBe($"/api/audits/{id}");
        started.Json.AsObject().Select(static member => member.Key).ShouldBe(["audit_id", "kind", "status", "checked", "findings", "parts_done", "parts", "foreign", "started_at", "updated_at"]);
        Answer read = null!;
        await TestShop.EventuallyAsync(async () => (read = await shop.GetAsync($"/api/audits/{id}")).Json["status"]!.GetValue<string>() == "completed");
        (read.Json["kind"]!.GetValue<string>(), read.Json["findings"]!.GetValue<int>(), read.Json["parts_done"]!.GetValue<int>(), read.Json["parts"]!.GetValue<int>()).ShouldBe((kind, 0, parts, parts));
        read.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await shop.GetAsync($"/api/audits/{id}/findings")).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task GET_findings_says_what_each_means_and_what_to_do_page_by_page()
    {
        await using var shop = await TestShop.StartAsync();
        var store = shop.App.Services.GetRequiredService<IBookstoreStore>();
        await BreakLevelsAsync(store, TestShop.Martian, TestShop.Algorithms, TestShop.Odyssey);
        var id = (await shop.PostAsync("/api/audits", """{"kind":"verify"}""")).Json["audit_id"]!.GetValue<string>();
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync($"/api/audits/{id}")).Json["status"]!.GetValue<string>() == "completed");

        var seen = new List<string>();
        var path = $"/api/audits/{id}/findings?limit=2";
        while (path is not null)
        {
            var page = await shop.GetAsync(path);
            foreach (var finding in page.Json.AsArray())
            {
                finding!.AsObject().Select(static member => member.Key).ShouldBe(["code", "id", "detail", "meaning", "action"]);
                finding["code"]!.GetValue<string>().ShouldBe("stock_level_mismatch");
                seen.Add(finding["id"]!.GetValue<string>());
            }

            path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        seen.ShouldBe([TestShop.Odyssey, TestShop.Martian, TestShop.Algorithms]);
        foreach (var cursor in (string[])["x", "0", "-1", "99999999999999"])
        {
            var refused = await shop.GetAsync($"/api/audits/{id}/findings?after={cursor}");
            refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
            refused.ShouldBlame("/after");
        }
    }

    [Theory]
    [InlineData("""{}""", "/kind")]
    [InlineData("""{"kind":"everything"}""", "/kind")]
    [InlineData("""{"kind":1}""", "/kind")]
    public async Task POST_audits_of_no_kind_is_refused(string body, string pointer)
    {
        await using var shop = await TestShop.StartAsync();

        var refused = await shop.PostAsync("/api/audits", body);

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_audit");
        refused.ShouldBlame(pointer);
    }

    [Fact]
    public async Task Audits_need_the_role_operations()
    {
        await using var shop = await TestShop.StartAsync(options: static api => TestShop.AddClient(api, "clerk", "clerk-key", [.. BookstoreRoles.All.Where(static role => role != BookstoreRoles.Operations)]));
        var unknown = Guid.NewGuid();

        (await shop.PostAsync("/api/audits", """{"kind":"verify"}""", "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync($"/api/audits/{unknown}", "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync($"/api/audits/{unknown}/findings", "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    // One copy more than the movements say.
    private static async Task BreakLevelsAsync(IBookstoreStore store, params string[] isbns)
    {
        var keys = new RecordKeys();
        foreach (var isbn in isbns)
        {
            keys.Stock.Add(Isbn.Parse(isbn));
        }

        await using var unit = await store.OpenAsync(keys, CancellationToken.None);
        foreach (var isbn in keys.Stock)
        {
            var level = unit.Records.Stock.Find(isbn)!;
            unit.Records.Stock.Put(isbn, level with { OnHand = level.OnHand + 1 });
        }

        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, DateTimeOffset.UtcNow));
    }
}
