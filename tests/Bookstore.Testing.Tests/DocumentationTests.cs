using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

public sealed class DocumentationTests
{
    private const string Indent = "        ";

    [Fact]
    public void Example_in_the_documentation_is_the_one_that_is_compiled_here()
    {
        var compiled = Between(File.ReadAllLines(Path.Combine(Here(), "CrashExample.cs")), $"{Indent}// <example>", $"{Indent}// </example>").Select(line => line[Indent.Length..]);
        var page = File.ReadAllLines(Path.Combine(Here(), "..", "..", "docs", "testing.md"));

        Between([.. page.SkipWhile(line => line != "<!-- example: crash -->")], "```csharp", "```").ShouldBe(compiled);
    }

    [Fact]
    public void Gateway_in_the_documentation_is_the_one_that_is_tested_here()
    {
        var tested = Between(File.ReadAllLines(Path.Combine(Here(), "GatewayExample.cs")), "// <example>", "// </example>");
        var page = File.ReadAllLines(Path.Combine(Here(), "..", "..", "docs", "custom-payment-gateway.md"));

        Between([.. page.SkipWhile(line => line != "<!-- example: gateway -->")], "```csharp", "```").ShouldBe(tested);
    }

    [Fact]
    public void Notifications_in_the_documentation_are_those_that_are_tested_here()
    {
        var tested = Between(File.ReadAllLines(Path.Combine(Here(), "NotificationExample.cs")), "// <example>", "// </example>");
        var page = File.ReadAllLines(Path.Combine(Here(), "..", "..", "docs", "custom-payment-gateway.md"));

        Between([.. page.SkipWhile(line => line != "<!-- example: notifications -->")], "```csharp", "```").ShouldBe(tested);
    }

    [Fact]
    public void Courier_in_the_documentation_is_the_one_that_is_tested_here()
    {
        var tested = Between(File.ReadAllLines(Path.Combine(Here(), "CourierExample.cs")), "// <example>", "// </example>");
        var page = File.ReadAllLines(Path.Combine(Here(), "..", "..", "docs", "custom-courier.md"));

        Between([.. page.SkipWhile(line => line != "<!-- example: courier -->")], "```csharp", "```").ShouldBe(tested);
    }

    [Fact]
    public void Policy_in_the_documentation_is_the_one_that_is_tested_here()
    {
        var tested = Between(File.ReadAllLines(Path.Combine(Here(), "PolicyExample.cs")), "// <example>", "// </example>");
        var page = File.ReadAllLines(Path.Combine(Here(), "..", "..", "docs", "money.md"));

        Between([.. page.SkipWhile(line => line != "<!-- example: policy -->")], "```csharp", "```").ShouldBe(tested);
    }

    [Fact]
    public async Task Pricer_in_the_documentation_is_the_one_that_is_tested_here()
    {
        var tested = Between(File.ReadAllLines(Path.Combine(Here(), "PricerExample.cs")), "// <example>", "// </example>");
        var page = File.ReadAllLines(Path.Combine(Here(), "..", "..", "docs", "money.md"));
        Between([.. page.SkipWhile(line => line != "<!-- example: pricer -->")], "```csharp", "```").ShouldBe(tested);

        OrderLine[] lines = [new(Isbn.Parse("9780143127550"), 3, new Money(12.99m, "USD"))];
        var adjustments = await new FreeShippingFrom50().PriceAsync(new OrderPricingRequest { Lines = lines, Adjustments = [], Metadata = new Dictionary<string, string>() }, default);

        adjustments.ShouldBe([new OrderAdjustment(OrderAdjustment.Shipping, new Money(4.90m, "USD"))]);
    }

    [Fact]
    public async Task Example_run_survives_every_crash() => (await CrashExample.RunAsync()).ShouldBe(20);

    private static string[] Between(string[] lines, string first, string last)
    {
        var start = Array.IndexOf(lines, first);
        var end = Array.IndexOf(lines, last, start + 1);
        (start >= 0 && end > start).ShouldBeTrue($"there should be lines between '{first}' and '{last}'");
        return lines[(start + 1)..end];
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
