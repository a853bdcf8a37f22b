using System.Text.RegularExpressions;

namespace Bookstore.Operating;

/// <summary>What every answer promises to the browser.</summary>
public sealed partial class HeaderTests
{
    [Fact]
    public async Task Every_answer_has_the_policy_and_keeps_it()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        await shop.DeliverAsync(order);
        using var stranger = shop.Open();
        using var browser = await shop.SignInAsync();
        var home = await browser.GetAsync("/console/");
        string[] paths =
        [
            "/console/", "/console/orders", $"/console/orders/{order}", $"/console/orders/{order}/refund", $"/console/orders/{order}/refund-items", $"/console/orders/{order}/return",
            $"/console/orders/{order}/cancel", $"/console/orders/{Guid.CreateVersion7()}", "/console/orders?after=nonsense", "/console/sign-in", "/console/nothing/here",
            .. Assets().Matches(home.Text).Select(static match => match.Groups[1].Value),
        ];

        foreach (var path in paths)
        {
            foreach (var answer in (ConsoleAnswerPage[])[await browser.SendAsync(HttpMethod.Get, path), await stranger.SendAsync(HttpMethod.Get, path)])
            {
                answer.Policy.ShouldBe("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'", path);
                if (answer.Text.StartsWith("<!DOCTYPE", StringComparison.Ordinal))
                {
                    Inline().Matches(answer.Text).ShouldBeEmpty(path);
                    Elsewhere().Matches(answer.Text).ShouldBeEmpty(path);
                    Markup.FindProblem(answer.Text).ShouldBeNull(path);
                }
            }
        }
    }

    [Fact]
    public async Task Style_script_and_icon_name_nothing_elsewhere_and_are_kept()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = shop.Open();
        var page = await browser.GetAsync("/console/sign-in");

        var assets = Assets().Matches(page.Text).Select(static match => match.Groups[1].Value).ToList();

        assets.Count.ShouldBe(3);
        WebUtility.HtmlDecode(page.Text).ShouldContain($"<link rel=\"icon\" type=\"image/svg+xml\" href=\"{assets.Single(static asset => asset.EndsWith(".svg", StringComparison.Ordinal))}\"");
        foreach (var asset in assets)
        {
            var file = await browser.SendAsync(HttpMethod.Get, asset);
            file.Status.ShouldBe(HttpStatusCode.OK);

            // The name of a namespace is no address.
            var text = file.Text.Replace("xmlns=\"http://www.w3.org/2000/svg\"", string.Empty, StringComparison.Ordinal);
            text.ShouldNotContain("//www.");
            text.ShouldNotContain("http:");
            text.ShouldNotContain("https:");
            text.ShouldNotContain("url(");
        }
    }

    [GeneratedRegex("(?:href|src)=\"(/console/assets/[^\"]+)\"")]
    private static partial Regex Assets();

    [GeneratedRegex("<[^>]+\\s(?:style|on[a-z]+)=|<style|<script(?![^>]*\\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("(?:href|src|action)=\"(?!/console|#)[^\"]*\"", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
