using System.Globalization;
using System.Text;
using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>reservations</c>: carts, with their lines as text (<c>isbn:quantity</c>, separated by spaces).</summary>
internal sealed class ReservationRows(SqliteDatabase database) : WriterTable<Guid, Reservation>(RecordKinds.Reservations)
{
    private const string Columns = "id, lines, status, expires_at, created_at";

    private const string SelectOne = $"SELECT {Columns} FROM reservations WHERE id = ?";

    private const string SelectExpired = $"SELECT {Columns}, due_at FROM reservations WHERE due_at <= ? AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?";

    private const string SelectAfter = $"SELECT {Columns} FROM reservations WHERE id > ? ORDER BY id LIMIT ?";

    private const string InsertOne = "INSERT INTO reservations (lines, status, expires_at, created_at, due_at, id) VALUES (?, ?, ?, ?, ?, ?)";

    private const string UpdateOne = "UPDATE reservations SET lines = ?, status = ?, expires_at = ?, created_at = ?, due_at = ? WHERE id = ?";

    public static Reservation? Find(SqliteDatabase database, Guid id)
    {
        var row = database.Statement(SelectOne).Bind(id);
        if (!row.Step())
        {
            return null;
        }

        var reservation = Read(row);
        row.Reset();
        return reservation;
    }

    public static KeysetPage<Reservation, DuePosition> ListExpired(SqliteDatabase database, DateTimeOffset expiredAt, DuePosition? after, int limit)
    {
        var rows = database.Statement(SelectExpired).Bind(expiredAt).Bind(after.GetValueOrDefault().DueAt).Bind(after.GetValueOrDefault().Id).Bind((long)limit + UnreadableRow.MostPassed);
        return UnreadableRow.ReadPage(rows, limit, ReadRow, static row => new DuePosition(row.Time(5), row.Guid(0)));
    }

    /// <summary>Lists by ascending id.</summary>
    public static IReadOnlyList<Reservation> List(SqliteDatabase database, Guid? after, int limit) =>
        ReadAll(Keyset.BindAfter(database.Statement(SelectAfter), after).Bind(limit));

    public override void Load(RecordKeys keys, WorkingSet records)
    {
        foreach (var id in keys.Reservations.Sorted())
        {
            records.Reservations.Load(id, Find(database, id));
        }
    }

    protected override RecordTable<Guid, Reservation> Staged(WorkingSet records) => records.Reservations;

    protected override void Name(RecordEntry<Guid, Reservation> entry, RecordKeys keys) => keys.Reservations.Add(entry.Key);

    protected override void Write(RecordEntry<Guid, Reservation> entry, WorkingSet records)
    {
        switch (entry.Change)
        {
            case RecordChange.Insert:
                Bind(database.Statement(InsertOne), entry.Current!).Execute();
                break;
            case RecordChange.Update:
                Bind(database.Statement(UpdateOne), entry.Current!).Execute();
                break;
        }
    }

    private static SqliteStatement Bind(SqliteStatement statement, Reservation reservation) => statement
        .Bind(Format(reservation.Lines))
        .Bind((long)reservation.Status)
        .Bind(reservation.ExpiresAt)
        .Bind(reservation.CreatedAt)
        .Bind(ReservationWork.DueAt(reservation))
        .Bind(reservation.Id);

    private static List<Reservation> ReadAll(SqliteStatement rows) => RowReader.ReadAll(rows, Read);

    private static Reservation Read(SqliteStatement row) => RowReader.Read(row, "reservation", 0, ReadRow);

    private static Reservation ReadRow(SqliteStatement row) => new()
    {
        Id = row.Guid(0),
        Lines = Parse(row.Text(1)),
        Status = (ReservationStatus)row.Int32(2),
        ExpiresAt = row.Time(3),
        CreatedAt = row.Time(4),
    };

    private static string Format(IReadOnlyList<ReservationLine> lines)
    {
        var text = new StringBuilder(20 * lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}{lines[i].Isbn.ToInt64()}:{lines[i].Quantity}");
        }

        return text.ToString();
    }

    private static List<ReservationLine> Parse(string text)
    {
        var lines = new List<ReservationLine>();
        foreach (var range in text.AsSpan().Split(' '))
        {
            var line = text.AsSpan()[range];
            var colon = line.IndexOf(':');
            if (colon > 0)
            {
                var isbn = Isbn.FromStored(long.Parse(line[..colon], CultureInfo.InvariantCulture));
                lines.Add(new ReservationLine(isbn, int.Parse(line[(colon + 1)..], CultureInfo.InvariantCulture)));
            }
        }

        return lines;
    }
}
