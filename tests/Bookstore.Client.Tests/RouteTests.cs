using System.Reflection;
using System.Text.RegularExpressions;
using Refit;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>What the server offers over HTTP is in the typed client.</summary>
public sealed partial class RouteTests
{
    [Fact]
    public void The_client_has_a_method_for_every_operation_of_the_document()
    {
        var offered = Document().Where(static operation => operation.Contains(" /api/", StringComparison.Ordinal)).Select(WithoutNames).Order(StringComparer.Ordinal).ToList();
        var called = typeof(IBookstoreApi).GetMethods()
            .Select(static method => method.GetCustomAttribute<HttpMethodAttribute>().ShouldNotBeNull())
            .Select(static route => WithoutNames($"{route.Method} {route.Path}"))
            .Distinct(StringComparer.Ordinal) // the feed is read in pages and as a stream
            .Order(StringComparer.Ordinal);

        offered.Count.ShouldBeGreaterThan(15);
        called.ShouldBe(offered);
    }

    [Fact]
    public void The_client_wraps_every_route()
    {
        var wrapped = typeof(BookstoreClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(static method => method.Name);

        typeof(IBookstoreApi).GetMethods().Select(static method => method.Name.StartsWith("Get", StringComparison.Ordinal) ? "Find" + method.Name[3..] : method.Name).Except(wrapped).ShouldBeEmpty();
    }

    [Fact]
    public void No_type_of_Refit_is_in_the_public_surface()
    {
        var exposed = typeof(BookstoreClient).Assembly.GetExportedTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(static method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method.ReturnType));

        exposed.ShouldAllBe(type => type.Namespace == null || !type.Namespace.StartsWith("Refit", StringComparison.Ordinal));
    }

    private static string WithoutNames(string operation) => Parameter().Replace(operation, "{}");

    // The document is written by one program, two spaces a level.
    private static IEnumerable<string> Document()
    {
        var path = string.Empty;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "openapi.yaml")))
        {
            if (line.StartsWith("components:", StringComparison.Ordinal))
            {
                yield break;
            }

            if (PathLine().Match(line) is { Success: true } at)
            {
                path = at.Groups["path"].Value;
            }
            else if (MethodLine().Match(line) is { Success: true } method)
            {
                yield return $"{method.Groups["method"].Value.ToUpperInvariant()} {path}";
            }
        }
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Parameter();

    [GeneratedRegex("""^  ['"]?(?<path>/[^'":]*)['"]?:\s*$""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PathLine();

    [GeneratedRegex("^    (?<method>get|put|post|delete|patch):", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex MethodLine();
}
