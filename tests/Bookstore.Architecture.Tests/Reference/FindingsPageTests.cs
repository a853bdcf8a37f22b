using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>docs/findings.md is made from the kinds of findings that the code declares, and the audits find no others.</summary>
public sealed partial class FindingsPageTests
{
    [Fact]
    public void The_reference_page_is_made_from_the_code() => Page().ShouldBeApproved(Path.Combine(Repository.Root, "docs", "findings.md"));

    [Fact]
    public void Every_code_that_an_audit_finds_is_declared_and_every_declared_one_is_found()
    {
        var found = Repository.Files("src/Bookstore.Core/Audit", ".cs")
            .Where(static path => Path.GetFileName(path) != "AuditFindingKind.cs")
            .SelectMany(static path => Found().Matches(File.ReadAllText(path)).Select(static match => match.Groups["code"].Value))
            .Distinct(StringComparer.Ordinal);

        found.ShouldBe(AuditFindingKind.All.Select(static kind => kind.Code), ignoreOrder: true);
    }

    [Fact]
    public void The_kinds_are_in_the_order_of_their_codes() => AuditFindingKind.All.Select(static kind => kind.Code).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Findings of audits

            What [audits](rest.md) can find, with what it means and what to do. Made from the code (`AuditFindingKind`).

            - Start an audit over REST with `POST /api/audits`, in process with `IBookstoreAudit.StartAsync`.
            - A sound shop has no findings. To *report* a finding is to open an issue of Bookstore: the shop's own records do not fit, which no use of the API can do. Attach the detail and the events of the record.
            - A later version may add kinds.

            | Code | What it means | What to do |
            |---|---|---|

            """);
        foreach (var kind in AuditFindingKind.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{kind.Code}` | {kind.Meaning} | {kind.Action} |\n");
        }

        return page.ToString();
    }

    [GeneratedRegex("(?:Find|Finding|AuditFinding)\\(\\s*\"(?<code>[a-z_]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Found();
}
