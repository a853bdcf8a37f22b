using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Bookstore.AspNetCore;

/// <summary>Bearer tokens of the application's own authentication, beside API keys and on the same routes.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_token_and_a_key_open_the_same_routes()
    {
        await using var shop = await TokenShop.StartAsync();

        (await shop.GetAsync("/api/books", shop.Issuer.TokenOf("web", "catalog.read"))).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.PostAsync("/api/orders", Bodies.Order(), shop.Issuer.TokenOf("web", "openid orders.write"))).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.Shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/nothing", shop.Issuer.TokenOf("web", ""))).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("expired")]
    [InlineData("key")]
    [InlineData("none")]
    [InlineData("symmetric")]
    [InlineData("garbage")]
    [InlineData("missing")]
    public async Task A_token_that_does_not_hold_is_unauthorized_and_every_scheme_challenges(string fault)
    {
        await using var shop = await TokenShop.StartAsync();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["client_id"] = "web", ["scope"] = "*" };
        var token = fault switch
        {
            "audience" => shop.Issuer.Token(claims, audience: "another"),
            "issuer" => shop.Issuer.Token(claims, issuer: "http://127.0.0.1:1"),
            "expired" => shop.Issuer.Token(claims, lifetime: TimeSpan.FromHours(-1)),
            "key" => shop.Issuer.Token(claims, key: TokenIssuer.NewKey()),
            "none" => Unsigned("none", shop.Issuer),
            "symmetric" => Unsigned("HS256", shop.Issuer) + "AAAA",
            "garbage" => "garbage",
            _ => null,
        };

        var answer = token is null ? await shop.Shop.GetAsync("/api/books", key: null) : await shop.GetAsync("/api/books", token);

        answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ShouldBe(["Bearer", "ApiKey"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("scope", "openid orders.read catalog.read", true)]
    [InlineData("scp", "orders.read catalog.read", true)]
    [InlineData("roles", "catalog.read", true)]
    [InlineData("role", "catalog.read", true)]
    [InlineData("scope", "*", true)]
    [InlineData("roles", "*", true)]
    [InlineData("scope", "catalog.write catalog.reads", false)]
    [InlineData("scope", "CATALOG.READ", false)]
    [InlineData("roles", "staff * catalog.read", false)]
    [InlineData("permissions", "catalog.read", false)]
    public async Task Scopes_and_roles_of_a_token_are_roles(string claim, string value, bool mayRead)
    {
        await using var shop = await TokenShop.StartAsync();
        var token = shop.Issuer.Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["azp"] = "web", [claim] = value });

        var answer = await shop.GetAsync("/api/books", token);

        if (mayRead)
        {
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        }
        else
        {
            answer.ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task Roles_in_an_array_count_each()
    {
        await using var shop = await TokenShop.StartAsync();
        var token = shop.Issuer.Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "42", ["roles"] = new[] { "staff", "catalog.read" }, ["scp"] = new[] { "orders.read", "stock.read" } });

        (await shop.GetAsync("/api/books", token)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/orders", token)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/delivery", token)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_token_that_names_no_client_is_forbidden()
    {
        await using var shop = await TokenShop.StartAsync();
        var token = shop.Issuer.Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["scope"] = "*" });

        (await shop.GetAsync("/api/books", token)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync("/api/nothing", token)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task The_name_of_the_client_is_the_scope_of_its_idempotency_keys()
    {
        await using var shop = await TokenShop.StartAsync();
        async Task<string> OrderAsync(string token) =>
            (await shop.PostAsync("/api/orders", Bodies.Order(), token, ("Idempotency-Key", "same"))).Json["order_id"]!.GetValue<string>();

        var first = await OrderAsync(shop.Issuer.TokenOf("web", "orders.write"));

        (await OrderAsync(shop.Issuer.TokenOf("web", "orders.write orders.read"))).ShouldBe(first);
        (await OrderAsync(shop.Issuer.TokenOf("app", "orders.write"))).ShouldNotBe(first);
        (await OrderAsync(shop.Issuer.TokenOf(new string('w', 300), "orders.write"))).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("""{"client_id":"web","sub":"user-17"}""", """{"client":"web","sub":"user-17"}""")]
    [InlineData("""{"client_id":"web","sub":"web"}""", """{"client":"web","sub":"web"}""")]
    [InlineData("""{"client_id":"web"}""", """{"client":"web"}""")]
    [InlineData("""{"sub":"user-17"}""", """{"client":"user-17","sub":"user-17"}""")]
    [InlineData("""{"client_id":"system"}""", """{"client":"sha256:bbc5e661e106c6dcd8dc6dd186454c2fcba3c710fb4d8e71a60c93eaf077f073"}""")]
    [InlineData("""{"client_id":"  ","sub":"a\nb"}""", """{"client":"sha256:6c179f21e6f62b629055d8ab40f454ed02e48b68563913473b857d3638e23b28","sub":"sha256:7e18f737311b2dc3b2f269dd78396b0351f14fb66efa879f768cb23181883c78"}""")]
    public async Task Events_and_movements_name_the_client_and_the_subject(string claims, string actor)
    {
        await using var shop = await TokenShop.StartAsync();
        var all = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(claims)!.ToDictionary(static claim => claim.Key, static claim => (object)claim.Value, StringComparer.Ordinal);
        all["scope"] = "*";

        (await shop.PostAsync("/api/orders", Bodies.Order(), shop.Issuer.Token(all))).Status.ShouldBe(HttpStatusCode.Created);

        var events = await shop.Shop.GetAsync("/api/events?types=order.created");
        events.Json.AsArray().ShouldHaveSingleItem()!["data"]!["actor"]!.ToJsonString().ShouldBe(actor);
        var movements = await shop.Shop.GetAsync($"/api/books/{TestShop.Martian}/movements");
        movements.Json[0]!["actor"]!.ToJsonString().ShouldBe(actor);
    }

    [Fact]
    public async Task An_API_key_that_is_sent_counts_alone()
    {
        await using var shop = await TokenShop.StartAsync();
        var all = shop.Issuer.TokenOf("web", "*");
        var none = shop.Issuer.TokenOf("web", "openid");

        (await shop.GetAsync("/api/books", all, "unknown")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await shop.GetAsync("/api/orders", all, TestShop.ReaderKey)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync("/api/books", none, TestShop.ReaderKey)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_claims_that_count_can_be_chosen()
    {
        await using var shop = await TokenShop.StartAsync(options: options =>
        {
            options.Authentication.RoleClaims.Add("permissions");
            options.Authentication.ClientClaims.Add("tenant");
        });

        (await shop.GetAsync("/api/books", shop.Issuer.Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["tenant"] = "t", ["permissions"] = "catalog.read" }))).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/books", shop.Issuer.TokenOf("web", "catalog.read"))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task An_application_can_map_identities_itself()
    {
        await using var shop = await TokenShop.StartAsync(options: options => options.Authentication.MapClient = principal => principal.FindFirst("plan")?.Value switch
        {
            "gold" => new ApiClientIdentity("gold", [BookstoreRoles.Wildcard]),
            "broken" => throw new InvalidOperationException("The directory does not answer."),
            _ => null,
        });
        string TokenOf(string plan) => shop.Issuer.Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["plan"] = plan, ["client_id"] = "web", ["scope"] = "*" });

        (await shop.GetAsync("/api/books", TokenOf("gold"))).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/books", TokenOf("none"))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync("/api/books", TokenOf("broken"))).ShouldBeProblem(HttpStatusCode.InternalServerError, "internal_error");
        (await shop.Shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_counts_without_a_restart()
    {
        await using var shop = await TokenShop.StartAsync();
        (await shop.GetAsync("/api/books", shop.Issuer.TokenOf("web", "catalog.read"))).Status.ShouldBe(HttpStatusCode.OK);

        shop.Issuer.RotateKey();

        // The first token with an unknown key has the keys read again in the background.
        var renewed = shop.Issuer.TokenOf("web", "catalog.read");
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync("/api/books", renewed)).Status == HttpStatusCode.OK);
        (await shop.GetAsync("/api/books", shop.Issuer.Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["client_id"] = "web" }, key: TokenIssuer.NewKey()))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_client_by_token_has_the_limits_of_a_client()
    {
        await using var shop = await TokenShop.StartAsync(options: options => options.MaxRequestsPerSecond = 1);
        var web = shop.Issuer.TokenOf("web", "catalog.read");
        var answers = new List<Answer>();
        while (answers.Count < 30 && answers.All(answer => answer.Status == HttpStatusCode.OK))
        {
            answers.Add(await shop.GetAsync("/api/books/1", web) is var answer && answer.Status == HttpStatusCode.NotFound ? answer with { Status = HttpStatusCode.OK } : answer);
        }

        answers[^1].ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        (await shop.GetAsync("/api/books", shop.Issuer.TokenOf("app", "catalog.read"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    // What an attacker writes: the claims of a good token, without a signature of its issuer.
    private static string Unsigned(string algorithm, TokenIssuer issuer) =>
        Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""") + "."
        + Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes($$"""{"iss":"{{issuer.Address}}","aud":"bookstore","exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}},"client_id":"web","scope":"*"}""")) + ".";
}
