using System.Runtime.CompilerServices;
using System.Text;

namespace Bookstore.Samples;

/// <summary>The sample with several shops, as a process: each has its own addresses, keys, health and stock, and one whose server is away disturbs no other.</summary>
public sealed class ShopsSampleTests : IDisposable
{
    private readonly HostFolder _folder = new();

    private static string Program
    {
        get
        {
            var built = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Root(), "samples", "Bookstore.Shops", "bin", built.Parent!.Name, built.Name, "Bookstore.Shops.dll");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_shop_sells_under_its_own_address_and_key_also_while_another_ones_server_is_away()
    {
        string order;
        await using (var process = await StartAsync())
        {
            foreach (var shop in (string[])["paris", "rome"])
            {
                await StockAsync(process, shop, shop == "paris" ? 10 : 20);
            }

            var paris = await SendAsync(process, HttpMethod.Post, "/shops/paris/api/orders", "paris", Shopping.Order(Shopping.Martian, 2));
            var rome = await SendAsync(process, HttpMethod.Post, "/shops/rome/api/orders", "rome", Shopping.Order(Shopping.Martian, 3));

            (paris.Status, rome.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created), paris.Text + rome.Text + process.Output);
            order = JsonNode.Parse(paris.Text)!["order_id"]!.GetValue<string>();
            (await StockOfAsync(process, "paris")).ShouldBe(8);
            (await StockOfAsync(process, "rome")).ShouldBe(17);
            (await SendAsync(process, HttpMethod.Get, $"/shops/rome/api/orders/{order}", "rome")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await SendAsync(process, HttpMethod.Get, "/shops/rome/api/books", "paris")).Status.ShouldBe(HttpStatusCode.Unauthorized);
            (await SendAsync(process, HttpMethod.Get, "/shops/oslo/api/books", "paris")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await SendAsync(process, HttpMethod.Get, "/shops", null)).Text.ShouldBe("/shops/lyon/api\n/shops/paris/api\n/shops/rome/api\n");

            (await SendAsync(process, HttpMethod.Post, "/shops/lyon/api/orders", "lyon", Shopping.Order(Shopping.Martian))).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            var away = await SendAsync(process, HttpMethod.Get, "/shops/lyon/api/orders", "lyon");
            away.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            away.Text.ShouldContain("The store cannot be used now.");
            (await SendAsync(process, HttpMethod.Get, "/shops/lyon/health/ready", null)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await SendAsync(process, HttpMethod.Get, "/shops/paris/health/ready", null)).Status.ShouldBe(HttpStatusCode.OK);
            (await SendAsync(process, HttpMethod.Get, "/health/live", null)).Status.ShouldBe(HttpStatusCode.OK);
            (await process.StopAsync()).ShouldBe(0, process.Output);
        }

        await using var again = await StartAsync();
        (await SendAsync(again, HttpMethod.Get, $"/shops/paris/api/orders/{order}", "paris")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Payments_of_all_shops_are_in_one_ledger_and_each_has_its_shops_name()
    {
        await using (var process = await StartAsync())
        {
            foreach (var shop in (string[])["paris", "rome"])
            {
                await StockAsync(process, shop, 1);
                (await SendAsync(process, HttpMethod.Post, $"/shops/{shop}/api/orders", shop, Shopping.Order(Shopping.Martian))).Status.ShouldBe(HttpStatusCode.Created);
            }

            (await process.StopAsync()).ShouldBe(0, process.Output);
        }

        var ledger = await File.ReadAllTextAsync(Path.Combine(_folder.Root, "shops.payments"));
        ledger.ShouldContain(" @PARIS ");
        ledger.ShouldContain(" @ROME ");
    }

    [Theory]
    [InlineData("Bookstore__Shops__paris__Store", "oracle", "Bookstore:Shops:paris:Store is \"oracle\". Use sqlite, postgresql or memory.")]
    [InlineData("Bookstore__Shops__paris__ConnectionString", "", "Set Bookstore:Shops:paris:ConnectionString")]
    [InlineData("Bookstore__Shops__paris__Clients__web__KeyHashes__0", "", "Bookstore:Shops:paris:Clients")]
    [InlineData("Bookstore__Shops__lyon__ConnectionString", "Host=db;Databse=shop", "Shop 'lyon': PostgreSqlStoreOptions.ConnectionString cannot be read: it has the unknown keyword \"databse\"")]
    public async Task Setting_that_is_missing_or_wrong_is_named_with_its_shop(string name, string value, string expected)
    {
        var (exitCode, output) = await HostProcess.RunAsync(_folder, Launch() with { Environment = [.. Launch().Environment, (name, value)] });

        exitCode.ShouldBe(1, output);
        output.ShouldContain(expected);
    }

    [Fact]
    public async Task No_shop_at_all_says_how_to_name_one()
    {
        var (exitCode, output) = await HostProcess.RunAsync(_folder, new HostLaunch { Program = Program });

        exitCode.ShouldBe(1, output);
        output.ShouldContain("No shop is configured. Name each in Bookstore:Shops");
    }

    private static string KeyOf(string shop) => $"shop-test-key-of-{shop}";

    private HostLaunch Launch()
    {
        var environment = new List<(string, string)>();
        foreach (var shop in (string[])["paris", "rome", "lyon"])
        {
            var section = $"Bookstore__Shops__{shop}";
            environment.Add(($"{section}__Clients__web__KeyHashes__0", ApiClientRegistration.HashKey(KeyOf(shop))));
            environment.Add(($"{section}__Clients__web__Roles__0", "*"));
            environment.Add(($"{section}__ConnectionString", $"Data Source={Path.Combine(_folder.Root, shop)}.db"));
        }

        // Nothing listens on the first port.
        environment.Add(("Bookstore__Shops__lyon__Store", "postgresql"));
        environment.Add(("Bookstore__Shops__lyon__ConnectionString", "Host=127.0.0.1;Port=1;Database=lyon;Username=lyon;Timeout=2"));
        environment.Add(("Bookstore__Shops__lyon__WritePath__RetryTimeout", "00:00:01"));
        return new HostLaunch { Program = Program, Environment = environment };
    }

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(_folder, Launch());

    private static async Task StockAsync(HostProcess process, string shop, int quantity)
    {
        var saved = await SendAsync(process, HttpMethod.Put, $"/shops/{shop}/api/books/{Shopping.Martian}", shop, """{"title":"The Martian","author":"Andy Weir","price":12.99}""");
        saved.Status.ShouldBe(HttpStatusCode.Created, saved.Text);
        (await SendAsync(process, HttpMethod.Post, $"/shops/{shop}/api/books/{Shopping.Martian}/stock", shop, $$"""{"quantity":{{quantity}},"reason":"test"}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<int> StockOfAsync(HostProcess process, string shop) =>
        JsonNode.Parse((await SendAsync(process, HttpMethod.Get, $"/shops/{shop}/api/books/{Shopping.Martian}", shop)).Text)!["stock"]!.GetValue<int>();

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HostProcess process, HttpMethod method, string path, string? shop, string? json = null)
    {
        using var http = new HttpClient { BaseAddress = process.Address };
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        if (shop is not null)
        {
            request.Headers.Add("X-API-Key", KeyOf(shop));
        }

        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
