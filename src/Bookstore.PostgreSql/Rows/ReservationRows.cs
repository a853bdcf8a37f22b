using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<System.Guid, Bookstore.Reservation>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>reservations</c>.</summary>
internal sealed class ReservationRows(string schema) : Table(RecordKinds.Reservations, "reservations")
{
    private const int ColumnCount = 5;
    private const string Columns = "id, lines, status, expires_at, created_at";

    private const string Written = Columns + ", due_at";

    private static readonly string Given = UnnestedRows.Of(Written, "uuid, text, smallint, bigint, bigint, bigint");

    private readonly string _lock = $"SELECT {Columns} FROM {schema}.reservations WHERE id = ANY($1) ORDER BY id FOR UPDATE";

    private readonly string _insert =
        $"INSERT INTO {schema}.reservations ({Written}, late) SELECT id, lines::jsonb, status, expires_at, created_at, due_at, {DatabaseTime.IsLate("due_at")} FROM {Given} {UnnestedRows.Returning}";

    // Lines come as NULL when they are as they were.
    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.reservations r SET
            lines = coalesce(given.lines::jsonb, r.lines), status = given.status, expires_at = given.expires_at, created_at = given.created_at, due_at = given.due_at,
            late = {DatabaseTime.IsLate("given.due_at")}
        FROM {Given} WHERE r.id = given.id
        """);

    private readonly DueSelect _due = new($"{schema}.reservations", Written, "true");

    private readonly string _select = $"SELECT {Columns} FROM {schema}.reservations";

    private readonly string _audit =
        $"""
        SELECT {Columns},
            ARRAY(SELECT isbn FROM {schema}.holds WHERE holder = r.id ORDER BY isbn),
            ARRAY(SELECT quantity FROM {schema}.holds WHERE holder = r.id ORDER BY isbn)
        FROM {schema}.reservations r
        """;

    public override void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
        if (load.Reservations.Length > 0)
        {
            batch.Add(_lock).Bind(load.Reservations);
        }
    }

    public override Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken) =>
        UnitLoad.FillAsync(records.Reservations, load.Reservations, reader, Read, static reservation => reservation.Id, cancellationToken);

    public override void NameWritten(WorkingSet records, RecordKeys keys) => NameWritten(records.Reservations, keys.Reservations);

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        var changes = Changes<Guid, Reservation>.Of(records.Reservations);
        if (changes.Updates.Count > 0)
        {
            BindAll(batch.Add(_update), changes.Updates);
        }

        if (changes.Inserts.Count > 0)
        {
            BindAll(batch.Add(_insert), changes.Inserts);
        }
    }

    public Query Find(Guid id) => new Query(_select).Where("id =", id);

    public DueList<Reservation> ListExpired() => new(
        new DueKey("reservations", string.Empty),
        _due.List,
        Read,
        static row => new DuePosition(row.Time(ColumnCount), row.GetGuid(0)),
        static reservation => new DuePosition(ReservationWork.DueAt(reservation).GetValueOrDefault(), reservation.Id));

    public Query Audit(Guid? after, int limit)
    {
        var query = new Query(_audit);
        if (after is { } id)
        {
            query.Where("id >", id);
        }

        return query.Then("ORDER BY id").Limit(limit);
    }

    public static ReservationAudit ReadAudit(NpgsqlDataReader row) => new(Read(row), HoldRows.ReadHeld(row, ColumnCount));

    public static Reservation Read(NpgsqlDataReader row) => RowReader.Read(row, "reservation", 0, ReadRow);

    private static Reservation ReadRow(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Lines = LineText.ParseReservationLines(row.GetString(1)),
        Status = (ReservationStatus)row.GetInt16(2),
        ExpiresAt = row.Time(3),
        CreatedAt = row.Time(4),
    };

    private static void BindAll(NpgsqlBatchCommand command, List<Entry> rows) => command
        .Bind(rows, static entry => entry.Key)
        .Bind(rows, static entry => ReferenceEquals(entry.Loaded?.Lines, entry.Current!.Lines) ? null : LineText.Format(entry.Current.Lines))
        .Bind(rows, static entry => (short)entry.Current!.Status)
        .Bind(rows, static entry => entry.Current!.ExpiresAt.UtcTicks)
        .Bind(rows, static entry => entry.Current!.CreatedAt.UtcTicks)
        .Bind(rows, static entry => ReservationWork.DueAt(entry.Current!)?.UtcTicks);
}
