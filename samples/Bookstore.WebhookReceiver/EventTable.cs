using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.Samples;

/// <summary>Prints events as a table, line by line.</summary>
internal static class EventTable
{
    public static void WriteHead(TextWriter output) => output.WriteLine($"{"time",-8}  {"type",-24}  {"resource",-44}  {"#",4}");

    public static void Write(TextWriter output, EventResource happened, bool isNew) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{happened.OccurredAt:HH:mm:ss}  {happened.Type,-24}  {happened.Resource,-44}  {happened.Sequence,4}{(isNew ? string.Empty : "  again")}"));
}
