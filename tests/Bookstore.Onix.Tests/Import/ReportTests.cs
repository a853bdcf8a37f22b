using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests.Import;

/// <summary>The report as JSON, as CSV, as a table and on one line.</summary>
public sealed class ReportTests
{
    private static readonly OnixImportReport Report = new()
    {
        Message = new OnixMessage { Sender = "Aldine" },
        Imported = 10,
        Changed = 2,
        Unchanged = 5,
        Older = 1,
        Deleted = 1,
        Refused = 3,
        Bytes = 5_000_000,
        Elapsed = TimeSpan.FromSeconds(2),
        Refusals =
        [
            new OnixImportRefusal(7, "=SUM(A1)", "9780306406157", "no_price", "It has \"no\" price, at all."),
            new OnixImportRefusal(12, null, null, "malformed", "The record is not well-formed XML."),
        ],
    };

    [Fact]
    public void The_line_has_the_figures() => Report.ToString().ShouldBe("imported=10 changed=2 unchanged=5 deleted=1 refused=3 mb_per_s=2.5");

    [Fact]
    public async Task The_json_has_the_figures_and_the_refused_records()
    {
        using var stream = new MemoryStream();
        await Report.WriteJsonAsync(stream);

        var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement;
        json.GetProperty("imported").GetInt64().ShouldBe(10);
        json.GetProperty("message").GetProperty("sender").GetString().ShouldBe("Aldine");
        json.GetProperty("refusals")[0].GetProperty("record_reference").GetString().ShouldBe("=SUM(A1)");
    }

    [Fact]
    public void The_csv_has_the_refused_records_and_no_formula()
    {
        using var writer = new StringWriter();
        Report.WriteCsv(writer);

        writer.ToString().ShouldBe("line,record_reference,isbn,code,reason\r\n7,'=SUM(A1),9780306406157,no_price,\"It has \"\"no\"\" price, at all.\"\r\n12,,,malformed,The record is not well-formed XML.\r\n");
    }

    [Fact]
    public void The_table_has_the_first_refused_records()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Report.WriteTable(writer, maxRefusals: 1);

        writer.ToString().ShouldStartWith("      Line  Record                    Reason\n         7  =SUM(A1)                  It has \"no\" price, at all.\n         2  more\n        10  added\n");
    }
}
