using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task A_section_sets_every_option()
    {
        var configuration = Configure(
            ("Shop:BaseAddress", "https://shop.example/a"),
            ("Shop:Prefix", "/books-api"),
            ("Shop:ApiKey", "key"),
            ("Shop:MaxResponseBytes", "70000"),
            ("Shop:Resilience:Enabled", "false"),
            ("Shop:Resilience:AttemptTimeout", "00:00:02"),
            ("Shop:Resilience:TotalTimeout", "00:00:30"),
            ("Shop:Resilience:MaxRetries", "3"),
            ("Shop:Resilience:BaseDelay", "00:00:00.5"),
            ("Shop:Resilience:MaxDelay", "00:00:07"),
            ("Shop:Resilience:BreakerFailureRatio", "0.25"),
            ("Shop:Resilience:BreakDuration", "00:00:09"));
        var services = new ServiceCollection();
        services.AddBookstoreClient(configuration.GetSection("Shop"));
        await using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<BookstoreClientOptions>>().Value;

        (options.BaseAddress, options.Prefix, options.ApiKey, options.MaxResponseBytes).ShouldBe((new Uri("https://shop.example/a"), "/books-api", "key", 70_000));
        var resilience = options.Resilience;
        (resilience.Enabled, resilience.AttemptTimeout, resilience.TotalTimeout, resilience.MaxRetries).ShouldBe((false, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), 3));
        (resilience.BaseDelay, resilience.MaxDelay, resilience.BreakerFailureRatio, resilience.BreakDuration)
            .ShouldBe((TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(7), 0.25, TimeSpan.FromSeconds(9)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reloaded_configuration_rotates_the_key(bool isSection)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        var configuration = Configure(("Shop:BaseAddress", server.Address.ToString()), ("Shop:ApiKey", "old"));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        if (isSection)
        {
            services.AddBookstoreClient(configuration.GetSection("Shop"));
        }
        else
        {
            services.AddBookstoreClient(options => (options.BaseAddress, options.ApiKey) = (server.Address, configuration["Shop:ApiKey"]));
        }

        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<BookstoreClient>();

        await client.FindBookAsync("1");
        configuration["Shop:ApiKey"] = "new";
        configuration.Reload();
        await client.FindBookAsync("1");

        server.Requests.Select(request => request.ApiKey).ShouldBe(["old", "new"]);
    }

    [Fact]
    public async Task Named_clients_rotate_their_own_keys()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        var berlin = Configure(("BaseAddress", server.Address.ToString()), ("ApiKey", "berlin-1"));
        var paris = Configure(("BaseAddress", server.Address.ToString()), ("ApiKey", "paris-1"));
        var services = new ServiceCollection();
        services.AddBookstoreClient("berlin", berlin);
        services.AddBookstoreClient("paris", paris);
        await using var provider = services.BuildServiceProvider();
        foreach (var shop in (string[])["berlin", "paris"])
        {
            await provider.GetRequiredKeyedService<BookstoreClient>(shop).FindBookAsync("1");
        }

        paris["ApiKey"] = "paris-2";
        paris.Reload();
        foreach (var shop in (string[])["berlin", "paris"])
        {
            await provider.GetRequiredKeyedService<BookstoreClient>(shop).FindBookAsync("1");
        }

        server.Requests.Select(request => request.ApiKey).ShouldBe(["berlin-1", "paris-1", "berlin-1", "paris-2"]);
    }

    [Theory]
    [InlineData("ApiKey", "no key")]
    [InlineData("ApiKey", "")]
    [InlineData("MaxResponseBytes", "many")]
    [InlineData("BaseAddress", "https://elsewhere.example/")]
    public async Task A_reload_that_cannot_be_used_leaves_the_options_before_in_use(string option, string value)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        var configuration = Configure(("BaseAddress", server.Address.ToString()), ("ApiKey", "good"));
        var services = new ServiceCollection();
        services.AddBookstoreClient(configuration);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<BookstoreClient>();
        await client.FindBookAsync("1");

        configuration[option] = value;
        configuration["ApiKey"] = option == "BaseAddress" ? "of-elsewhere" : configuration["ApiKey"];
        Should.NotThrow(() => Reload(configuration));
        await client.FindBookAsync("1");
        configuration["BaseAddress"] = server.Address.ToString();
        configuration["MaxResponseBytes"] = "100000";
        configuration["ApiKey"] = "better";
        Reload(configuration);
        await client.FindBookAsync("1");

        server.Requests.Select(request => request.ApiKey).ShouldBe(["good", "good", "better"]);
    }

    [Theory]
    [InlineData("/shop", "/shop/books/1")]
    [InlineData("/shop/", "/shop/books/1")]
    [InlineData("/", "/books/1")]
    [InlineData("/api", "/api/books/1")]
    [InlineData("/api/v2", "/api/v2/books/1")]
    public async Task The_prefix_is_that_of_the_server(string prefix, string path)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(500, "internal_error"), Answers.Book);
        using var client = new TestClient(server.Address, configure: options => options.Prefix = prefix);

        await client.Client.FindBookAsync("1");

        server.Requests.Select(request => request.PathAndQuery).ShouldBe([path, path]);
    }

    [Fact]
    public async Task The_prefix_follows_the_path_of_the_address_and_keeps_the_query()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Text(200, "application/json", "[]"));
        using var client = new TestClient(new Uri(server.Address, "/api/shops/7/"), configure: options => options.Prefix = "/shop");

        await client.Client.ListBooksAsync("tea & cake").ToListAsync();

        server.Requests.ShouldHaveSingleItem().PathAndQuery.ShouldBe("/api/shops/7/shop/books?q=tea%20%26%20cake");
    }

    [Theory]
    [InlineData("")]
    [InlineData("api")]
    [InlineData("/a?b")]
    [InlineData("/a b")]
    [InlineData("//host")]
    public void A_prefix_that_is_no_path_is_refused_at_start(string prefix)
    {
        var services = new ServiceCollection();
        services.AddBookstoreClient(options => (options.BaseAddress, options.ApiKey, options.Prefix) = (new Uri("https://shop.example/"), "key", prefix));
        using var provider = services.BuildServiceProvider();

        Should.Throw<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate)
            .Failures.ShouldBe(["BookstoreClientOptions.Prefix is missing or no path; set it to what the server gave to MapBookstoreApi, such as /api."]);
    }

    // The options monitor throws out of a reload that is not valid; whoever reloads, such as a file watcher, drops that.
    private static void Reload(IConfigurationRoot configuration)
    {
        try
        {
            configuration.Reload();
        }
        catch (AggregateException)
        {
        }
    }

    private static IConfigurationRoot Configure(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value))).Build();
}
