using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Bookstore.Contracts;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>docs/errors.md is made from the problem codes of the REST API, the public exceptions and the outcomes, with their documentation.</summary>
public sealed partial class ErrorsPageTests
{
    private const BindingFlags Constants = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Of the packages for tests, the exceptions alone: their outcomes are no refusals.
    private static readonly IReadOnlyList<Type> Types = [.. Repository.Packages.SelectMany(package => Assembly.Load(package).GetExportedTypes()).OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static readonly IReadOnlyList<FieldInfo> Codes = [.. typeof(ProblemCodes).GetFields(Constants).OrderBy(StatusOf)];

    [Fact]
    public void The_reference_page_is_made_from_the_code() => Page().ShouldBeApproved(Path.Combine(Repository.Root, "docs", "errors.md"));

    [Fact]
    public void The_documentation_of_a_code_begins_with_its_status() =>
        Codes.Where(code => !XmlDocs.Summary(code).StartsWith($"{StatusOf(code)}: ", StringComparison.Ordinal)).Select(code => code.Name).ShouldBeEmpty();

    [Fact]
    public void The_documentation_of_a_code_says_what_to_do() => Codes.Where(code => XmlDocs.Remarks(code) is null).Select(code => code.Name).ShouldBeEmpty("say in <remarks> what a client does about it");

    [Fact]
    public void The_table_of_the_REST_guide_has_every_code_under_its_status()
    {
        var table = Repository.Read("docs/rest.md").Split('\n').SkipWhile(static line => line != "## Problems").TakeWhile(static line => !line.StartsWith("`errors`", StringComparison.Ordinal))
            .Select(static line => Row().Match(line)).Where(static row => row.Success)
            .SelectMany(static row => Code().Matches(row.Groups["codes"].Value.Split('(')[0]).Select(code => $"{row.Groups["status"].Value} {code.Groups["code"].Value}"));

        table.ShouldBe(Codes.Select(static code => $"{StatusOf(code)} {code.GetRawConstantValue()}"), ignoreOrder: true);
    }

    // ---- The page --------------------------------------------------------------------------------------------

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Errors

            Every way in which a call can end without success. Made from the code and its documentation.

            - Over [REST](rest.md): a problem (`application/problem+json`) with a `code`.
            - In process: expected refusals are outcomes of the result; what should not happen is an exception.
            - The typed client returns the outcomes that a shop has to expect, and throws `BookstoreApiException` with `Fault` and `Code` for the rest.
            - A call that ended without an answer may have taken effect. Send it again with the same idempotency key.

            ## Problem codes of the REST API

            `type` is `urn:bookstore:problem:` and the code. A newer server may add codes: treat an unknown one by its status.

            | Status | Code | When | What to do |
            |---|---|---|---|

            """);
        foreach (var code in Codes)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {StatusOf(code)} | `{code.GetRawConstantValue()}` | {Sentence(Status().Replace(XmlDocs.Summary(code), string.Empty))} | {XmlDocs.Remarks(code)} |\n");
        }

        page.Append("\n## Exceptions\n\nArgument checks throw `ArgumentException` and its kinds, which name the parameter, and options that are not valid throw `OptionsValidationException` at start; both are the framework's.\n");
        foreach (var type in Types.Where(type => type.IsSubclassOf(typeof(Exception))))
        {
            Append(page, type, XmlDocs.Summary, type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        }

        page.Append("\n## Outcomes\n\nMinor versions may add values: give a `switch` a default.\n");
        foreach (var type in Types.Where(type => type.IsEnum && Outcome().IsMatch(type.Name) && !type.Namespace!.StartsWith("Bookstore.Testing", StringComparison.Ordinal)))
        {
            Append(page, type, XmlDocs.Summary, type.GetFields(Constants));
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, Type type, Func<MemberInfo, string> summary, IReadOnlyList<MemberInfo> members)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {type.Name}\n\n`{type.Assembly.GetName().Name}`. {summary(type)}\n");
        if (members.Count > 0)
        {
            page.Append(type.IsEnum ? "\n| Value | Meaning |\n|---|---|\n" : "\n| Property | What it says |\n|---|---|\n");
        }

        foreach (var member in members)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{member.Name}` | {summary(member)} |\n");
        }
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // The statuses are the API's own.
    private static int StatusOf(FieldInfo code) =>
        (int)Assembly.Load("Bookstore.AspNetCore").GetType("Bookstore.AspNetCore.ProblemStatus", throwOnError: true)!.GetMethod("Of")!.Invoke(null, [code.GetRawConstantValue()])!;

    [GeneratedRegex(@"^\d{3}: ")]
    private static partial Regex Status();

    [GeneratedRegex("(Outcome|Failure|Fault|Reason)$")]
    private static partial Regex Outcome();

    [GeneratedRegex(@"^\| (?<status>\d{3}) \| (?<codes>.+) \|$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<code>[a-z_]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
