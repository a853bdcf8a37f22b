using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void AddBookstoreClient_nothing_set_says_what_to_set()
    {
        var exception = Should.Throw<OptionsValidationException>(() => Validate(_ => { }));

        exception.Failures.ShouldBe(
        [
            "BookstoreClientOptions.BaseAddress is missing or no HTTP address; set it to one such as https://shop.example/.",
            "BookstoreClientOptions.ApiKey is missing or no API key; set it to 1 to 500 visible ASCII characters.",
        ]);
    }

    [Theory]
    [InlineData("ftp://shop.example/")]
    [InlineData("/api")]
    public void AddBookstoreClient_no_http_address_is_refused(string address) =>
        Failure(options => options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute)).ShouldStartWith("BookstoreClientOptions.BaseAddress is missing or no HTTP address");

    [Theory]
    [InlineData("https://user:secret@shop.example/")]
    [InlineData("https://shop.example/?key=1")]
    [InlineData("https://shop.example/#there")]
    public void AddBookstoreClient_address_with_more_than_a_path_is_refused_without_repeating_it(string address) =>
        Failure(options => options.BaseAddress = new Uri(address))
            .ShouldBe("BookstoreClientOptions.BaseAddress has a user, a query or a fragment; set it to scheme, host, port and path alone.");

    [Theory]
    [InlineData("with space")]
    [InlineData("with\nnewline")]
    [InlineData("schlüssel")]
    public void AddBookstoreClient_no_api_key_is_refused_without_repeating_it(string key) =>
        Failure(options => options.ApiKey = key).ShouldBe("BookstoreClientOptions.ApiKey is missing or no API key; set it to 1 to 500 visible ASCII characters.");

    [Fact]
    public void AddBookstoreClient_limits_out_of_range_are_refused()
    {
        Failure(options => options.MaxResponseBytes = 1).ShouldBe("BookstoreClientOptions.MaxResponseBytes is 1; set it to 65536 to 1073741824.");
        Failure(options => options.Resilience.TotalTimeout = TimeSpan.FromDays(1)).ShouldBe("BookstoreClientOptions.Resilience.TotalTimeout is 1.00:00:00; set it to 00:00:00.0100000 to 01:00:00.");
        Failure(options => options.Resilience.AttemptTimeout = TimeSpan.FromMinutes(2)).ShouldBe("BookstoreClientOptions.Resilience.AttemptTimeout is 00:02:00; set it to 00:00:00.0100000 to 00:01:00.");
        Failure(options => options.Resilience.MaxRetries = 21).ShouldBe("BookstoreClientOptions.Resilience.MaxRetries is 21; set it to 0 to 20.");
        Failure(options => options.Resilience.BaseDelay = TimeSpan.Zero).ShouldBe("BookstoreClientOptions.Resilience.BaseDelay is 00:00:00; set it to 00:00:00.0010000 to 00:01:00.");
        Failure(options => options.Resilience.MaxDelay = TimeSpan.Zero).ShouldBe("BookstoreClientOptions.Resilience.MaxDelay is 00:00:00; set it to 00:00:00.2500000 to 00:10:00.");
        Failure(options => options.Resilience.BreakDuration = TimeSpan.Zero).ShouldBe("BookstoreClientOptions.Resilience.BreakDuration is 00:00:00; set it to 00:00:00.5000000 to 00:10:00.");
        Failure(options => options.Resilience.BreakerFailureRatio = double.NaN).ShouldBe("BookstoreClientOptions.Resilience.BreakerFailureRatio is NaN; set it above 0, up to 1.");
    }

    [Fact]
    public void AddBookstoreClient_twice_is_refused()
    {
        var services = new ServiceCollection();
        services.AddBookstoreClient(_ => { });
        services.AddBookstoreClient("berlin", _ => { });

        Should.Throw<InvalidOperationException>(() => services.AddBookstoreClient(_ => { })).Message.ShouldStartWith("The Bookstore client without a name was added already.");
        Should.Throw<InvalidOperationException>(() => services.AddBookstoreClient("berlin", _ => { })).Message.ShouldStartWith("The Bookstore client 'berlin' was added already.");
    }

    [Fact]
    public async Task AddBookstoreClient_several_names_talk_to_their_own_stores()
    {
        await using var berlin = await ScriptedServer.StartAsync(Answers.Book);
        await using var paris = await ScriptedServer.StartAsync(Answers.Book);
        var services = new ServiceCollection();
        services.AddBookstoreClient("berlin", options => (options.BaseAddress, options.ApiKey) = (berlin.Address, "berlin-key"));
        services.AddBookstoreClient("paris", options => (options.BaseAddress, options.ApiKey) = (new Uri(paris.Address, "shops/1"), "paris-key"));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<BookstoreClient>("berlin").FindBookAsync("1");
        await provider.GetRequiredKeyedService<BookstoreClient>("paris").FindBookAsync("2");

        berlin.Requests.ShouldHaveSingleItem().ShouldBe(new SeenRequest("GET", "/api/books/1", string.Empty, "berlin-key", string.Empty));
        paris.Requests.ShouldHaveSingleItem().ShouldBe(new SeenRequest("GET", "/shops/1/api/books/2", string.Empty, "paris-key", string.Empty));
        provider.GetService<BookstoreClient>().ShouldBeNull();
    }

    [Fact]
    public async Task AddBookstoreClient_handler_that_sends_elsewhere_takes_no_key_along()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        await using var elsewhere = await ScriptedServer.StartAsync(Answers.Book);
        var services = new ServiceCollection();
        services.AddBookstoreClient(options => (options.BaseAddress, options.ApiKey) = (server.Address, TestClient.ApiKey));
        await using var provider = services.BuildServiceProvider();
        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("Bookstore.Client");

        using var answer = await http.GetAsync(new Uri(elsewhere.Address, "api/books/1"));

        elsewhere.Requests.ShouldHaveSingleItem().ApiKey.ShouldBeEmpty();
    }

    [Fact]
    public async Task ApiKey_rotated_is_used_from_the_next_request_on()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        var key = "first";
        using var source = new OptionsChange();
        var services = new ServiceCollection();
        services.AddBookstoreClient(options => (options.BaseAddress, options.ApiKey) = (server.Address, key));
        services.AddSingleton<IOptionsChangeTokenSource<BookstoreClientOptions>>(source);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<BookstoreClient>();

        await client.FindBookAsync("1");
        key = "second";
        await source.RaiseAsync();
        await client.FindBookAsync("1");

        server.Requests.Select(request => request.ApiKey).ShouldBe(["first", "second"]);
    }

    private static string Failure(Action<BookstoreClientOptions> change) => Should.Throw<OptionsValidationException>(() => Validate(options =>
    {
        options.BaseAddress = new Uri("https://shop.example/");
        options.ApiKey = "key";
        change(options);
    })).Failures.ShouldHaveSingleItem();

    private static void Validate(Action<BookstoreClientOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddBookstoreClient(configure);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    private sealed class OptionsChange : IOptionsChangeTokenSource<BookstoreClientOptions>, IDisposable
    {
        private CancellationTokenSource _change = new();

        public string? Name => Microsoft.Extensions.Options.Options.DefaultName;

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

        public async Task RaiseAsync()
        {
            var before = _change;
            _change = new CancellationTokenSource();
            await before.CancelAsync();
            before.Dispose();
        }

        public void Dispose() => _change.Dispose();
    }
}
