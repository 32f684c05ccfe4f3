"""What is read from a file of survey answers."""

from .schema_types import FieldSpec, RecordSchema, listed

ANSWER = RecordSchema(
    "survey",
    title_en="Survey answers",
    title_zh="问卷答案",
    fields=(
        FieldSpec(
            "respondent",
            "text",
            "Who answered.",
            "答卷人。",
            looks="id",
            longest=255,
            aliases=listed(
                "respondent, respondent id, response id, participant, participant id, id, user id, "
                "person id, case id, subject, 答卷人, 编号, 序号, 受访者, 用户id"
            ),
        ),
        FieldSpec(
            "submitted_at",
            "moment",
            "When it was handed in.",
            "提交时间。",
            aliases=listed(
                "submitted at, submitted, timestamp, end date, enddate, date, recorded date, completed at, "
                "submit date, 提交时间, 时间, 提交答卷时间, 答题时间"
            ),
            words=listed("submitted, timestamp, completed, 提交"),
        ),
    ),
)
