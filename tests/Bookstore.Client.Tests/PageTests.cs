using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class PageTests
{
    private static readonly IReadOnlyList<BookResource> TwoBooks = [Answers.Emma, Answers.Emma with { Title = "Persuasion" }];
    private static readonly IReadOnlyList<BookResource> OneBook = [Answers.Emma with { Title = "Mansfield Park" }];

    [Fact]
    public async Task ListBooksAsync_several_pages_yields_them_all_and_follows_the_link()
    {
        await using var server = await ScriptedServer.StartAsync(
            Page(TwoBooks, "</api/books?q=jane&after=a%2Bb%3D>; rel=\"next\""),
            Page([], "<https://elsewhere.example/api/books?after=second>;rel=next, </api/books>; rel=\"first\""),
            Page(OneBook, "</api/books>; rel=\"first\""));
        using var client = new TestClient(server.Address);

        var titles = await client.Client.ListBooksAsync("jane & co", "austen").Select(book => book.Title).ToListAsync();

        titles.ShouldBe(["Emma", "Persuasion", "Mansfield Park"]);
        server.Requests.Select(request => request.PathAndQuery).ShouldBe(
        [
            "/api/books?q=jane%20%26%20co&author=austen",
            "/api/books?q=jane%20%26%20co&author=austen&after=a%2Bb%3D",
            "/api/books?q=jane%20%26%20co&author=austen&after=second",
        ]);
    }

    [Fact]
    public async Task ListBooksAsync_enumeration_stops_asks_for_no_further_page()
    {
        await using var server = await ScriptedServer.StartAsync(Page(TwoBooks, "</api/books?after=x>; rel=\"next\""));
        using var client = new TestClient(server.Address);

        (await client.Client.ListBooksAsync().FirstAsync()).ShouldBe(Answers.Emma);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ListBooksAsync_server_turns_in_a_circle_is_a_fault()
    {
        await using var server = await ScriptedServer.StartAsync(Page(TwoBooks, "</api/books?after=x>; rel=\"next\""));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(async () => await client.Client.ListBooksAsync().CountAsync());

        fault.Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("a b", 3)]
    [InlineData("a b c", 6)]
    [InlineData("start a b", 5)]
    public async Task ListBooksAsync_server_turns_in_a_circle_of_several_pages_is_a_fault(string cursors, int requests)
    {
        var pages = cursors.Split(' ').Select(static cursor => Page(TwoBooks, $"</api/books?after={cursor}>; rel=\"next\"")).ToArray();
        var circle = cursors.StartsWith("start", StringComparison.Ordinal) ? pages[1..] : pages;
        await using var server = await ScriptedServer.StartAsync([.. pages, .. circle, .. circle, .. circle, .. circle]);
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(async () => await client.Client.ListBooksAsync().CountAsync());

        fault.Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
        server.Requests.Count.ShouldBe(requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("garbage; rel=\"next\"")]
    [InlineData("</api/books>; rel=\"next\"")]
    [InlineData("</api/books?after=x>; rel=\"prev\"")]
    [InlineData("</api/books?after=x>; title=\"next\"")]
    public async Task ListBooksAsync_no_cursor_in_the_link_ends_after_the_page(string link)
    {
        await using var server = await ScriptedServer.StartAsync(Page(OneBook, link));
        using var client = new TestClient(server.Address);

        (await client.Client.ListBooksAsync().CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task ListBooksAsync_another_culture_reads_and_writes_the_same()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            await using var server = await ScriptedServer.StartAsync(Answers.Book);
            using var client = new TestClient(server.Address);
            var saved = await client.Client.SaveBookAsync("0141439580", new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 1234.5m });

            saved.Price.ShouldBe(9.99m);
            server.Requests[0].Body.ShouldBe("{\"title\":\"Emma\",\"author\":\"Jane Austen\",\"price\":1234.5}");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static RequestDelegate Page(IReadOnlyList<BookResource> books, string link) =>
        Answers.Json(200, books, BookstoreJsonContext.Default.IReadOnlyListBookResource, link.Length == 0 ? null : link);
}
