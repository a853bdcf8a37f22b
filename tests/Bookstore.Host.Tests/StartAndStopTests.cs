using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Bookstore.Samples;

/// <summary>How the host starts, refuses to start, and ends.</summary>
public sealed class StartAndStopTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_first_start_fills_an_empty_store_with_the_originals_books_and_the_next_one_leaves_it_alone()
    {
        using var folder = new HostFolder();
        string first;
        await using (var host = await HostProcess.StartAsync(folder))
        {
            first = await host.Http.GetStringAsync("/api/books/");
            JsonNode.Parse(first)!.AsArray().Select(book => $"{book!["isbn"]} {book["title"]} {book["author"]} {book["price"]!.ToJsonString()} {book["stock"]}").ShouldBe(
            [
                "9780140449136 The Odyssey Homer 9.50 25",
                "9780143127550 The Martian Andy Weir 12.99 10",
                "9780262033848 Introduction to Algorithms Cormen et al. 89.99 3",
            ]);
            (await host.StopAsync()).ShouldBe(0, host.Output);
        }

        await using var again = await HostProcess.StartAsync(folder);
        (await again.Http.GetStringAsync("/api/books")).ShouldBe(first);
    }

    // The figure is for whoever reads the report; a loaded machine is no fault of the host's.
    [Fact]
    public async Task The_time_to_the_first_answer_on_an_empty_store_is_printed()
    {
        using var folder = new HostFolder();
        var clock = Stopwatch.StartNew();
        await using var host = await HostProcess.StartAsync(folder);
        using var answer = await host.Http.GetAsync("/api/books");

        output.WriteLine($"first answer {clock.ElapsedMilliseconds} ms after the start of the process");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task On_SIGTERM_requests_under_way_are_answered_and_the_exit_code_is_0()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        using var half = new HalfBody(Encoding.UTF8.GetBytes(Shopping.Order(Shopping.Martian)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders") { Content = half };

        // The body is sent when the host asks for it, so that the host has begun to read the request by then.
        request.Headers.ExpectContinue = true;
        using var client = host.NewClient(expectContinueTimeout: TimeSpan.FromMinutes(3));
        var sending = client.SendAsync(request);
        await half.HalfSent.Task;
        host.Terminate();

        half.Continue.SetResult();
        using var answer = await sending;
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        (await host.ExitCodeAsync()).ShouldBe(0, host.Output);
        await Shopping.VerifyAsync(folder);
    }

    [Fact]
    public async Task Without_a_key_the_host_refuses_to_start_saying_why()
    {
        using var folder = new HostFolder();

        var (exitCode, text) = await HostProcess.RunAsync(folder);

        exitCode.ShouldBe(1);
        text.ShouldContain("BOOKSTORE_API_KEY");
        text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task In_Development_the_well_known_key_is_used_with_a_warning()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("BOOKSTORE_API_KEY", ""), ("ASPNETCORE_ENVIRONMENT", "Development"));
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-API-Key", "secret123");

        using var answer = await client.GetAsync("/api/books");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Output.ShouldContain("BOOKSTORE_API_KEY is not set");
    }

    [Fact]
    public async Task Configured_clients_are_enough_to_start()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(
            folder,
            ("BOOKSTORE_API_KEY", ""),
            ("Bookstore__Clients__till__KeyHashes__0", ApiClientRegistration.HashKey("till-key")),
            ("Bookstore__Clients__till__Roles__0", "catalog.read"));
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-API-Key", "till-key");

        using var books = await client.GetAsync("/api/books");
        using var orders = await client.GetAsync("/api/orders");

        books.StatusCode.ShouldBe(HttpStatusCode.OK);
        orders.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("postgresql")]
    [InlineData("oracle")]
    public async Task A_store_that_is_not_there_is_refused_by_name(string store)
    {
        using var folder = new HostFolder();

        var (exitCode, text) = await HostProcess.RunAsync(folder, ("BOOKSTORE_API_KEY", HostProcess.Key), ("Bookstore__Store", store));

        exitCode.ShouldBe(1);
        text.ShouldContain(store);
        text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_store_in_memory_leaves_no_file()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"));
        using var answer = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        Directory.GetFileSystemEntries(folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_page_says_where_everything_is()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"), ("Bookstore__Docs__Enabled", "true"));
        using var anonymous = new HttpClient { BaseAddress = host.Address };

        var page = await anonymous.GetStringAsync("/");

        page.ShouldContain("href=\"/docs\"");
        page.ShouldContain("href=\"/openapi.yaml\"");
        page.ShouldContain("href=\"/health/ready\"");
        (await anonymous.GetStringAsync("/health/ready")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_first_page_leads_to_no_page_that_is_not_there()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"), ("Bookstore__Docs__Enabled", "false"));
        using var anonymous = new HttpClient { BaseAddress = host.Address };

        var page = await anonymous.GetStringAsync("/");

        page.ShouldNotContain("href=\"/docs\"");
        page.ShouldContain("href=\"/openapi.yaml\"");
    }

    [Fact]
    public async Task Help_is_shown_without_a_start()
    {
        using var folder = new HostFolder();

        var (exitCode, text) = await HostProcess.RunAsync(folder, new HostLaunch { Arguments = ["--help"] });

        exitCode.ShouldBe(0);
        text.ShouldContain("Usage:");
        Directory.GetFileSystemEntries(folder.Root).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_is_in_use_is_named_in_one_line()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"));

        var (exitCode, text) = await HostProcess.RunAsync(folder, new HostLaunch { Url = host.Address, Environment = [("Bookstore__Store", "memory")] }.WithKey());

        exitCode.ShouldBe(1);
        text.ShouldContain($"{host.Address.Port}: address already in use.");
        text.ShouldContain("--urls");
        text.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:80x")]
    public async Task An_address_without_a_port_is_named_in_one_line(string address)
    {
        using var folder = new HostFolder();

        var (exitCode, text) = await HostProcess.RunAsync(folder, new HostLaunch { Address = address, Environment = [("Bookstore__Store", "memory")] }.WithKey());

        exitCode.ShouldBe(1);
        text.Trim().ShouldBe($"{address} has no port from 0 to 65535. Choose another address with --urls, such as --urls http://localhost:5002.");
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_named_in_one_line()
    {
        using var folder = new HostFolder();
        var missing = Path.Combine(folder.Root, "missing");

        var (exitCode, text) = await HostProcess.RunAsync(folder, ("BOOKSTORE_API_KEY", HostProcess.Key), ("Bookstore__Store", "sqlite"), ("ConnectionStrings__Bookstore", $"Data Source={missing}/shop.db"));

        exitCode.ShouldBe(1, text);
        text.ShouldContain(missing);
        text.ShouldContain("does not exist");
        text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_value_that_is_no_number_is_named_in_one_line()
    {
        using var folder = new HostFolder();

        var (exitCode, text) = await HostProcess.RunAsync(folder, ("BOOKSTORE_API_KEY", HostProcess.Key), ("Bookstore__MaxOrdersInFlight", "many"));

        exitCode.ShouldBe(1);
        text.ShouldContain("MaxOrdersInFlight");
        text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task What_is_no_address_of_the_host_is_a_problem()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"));
        using var answer = await host.Http.GetAsync("/nothing/here");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>().ShouldBe(ProblemCodes.NotFound);
    }

    /// <summary>A body whose second half waits to be let go.</summary>
    private sealed class HalfBody : HttpContent
    {
        private readonly byte[] _body;

        public HalfBody(byte[] body)
        {
            _body = body;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
            Headers.ContentLength = body.Length;
        }

        public TaskCompletionSource HalfSent { get; } = new();

        public TaskCompletionSource Continue { get; } = new();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_body.AsMemory(0, _body.Length / 2));
            await stream.FlushAsync();
            HalfSent.SetResult();
            await Continue.Task;
            await stream.WriteAsync(_body.AsMemory(_body.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Length;
            return true;
        }
    }
}
