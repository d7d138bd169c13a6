/** Ids every server has (wire protocol 4.7). */

const priority = (head: string): string => `${head}-ead3-11e2-846c-f23c91dfaa16`;

export const wellKnown = {
  locations: {
    origin: "ce9b348f-8809-11e3-821c-20c9d081909b",
    unmanaged: "cb268ecc-8809-11e3-a7e2-20c9d081909b",
    review: "cd41be70-8809-11e3-b98a-20c9d081909b",
    connect: "07b82a97-8cf9-11e3-9383-20c9d081909b",
    server: "3a372bde-05bc-11e4-8908-20c9d081909b",
  },
  objectTypes: {
    task: "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c",
    shot: "bad911de-3bd6-47b9-8b46-3476e237cb36",
    sequence: "e5139355-61da-4c8f-9db4-3abc870166bc",
    episode: "22139355-61da-4c8f-9db4-3abc870166bc",
    folder: "3c133785-51cb-11e3-980a-20c9d0831e59",
    assetBuild: "4be63b64-5010-42fb-bf1f-428af9d638f0",
    milestone: "01decdd1-51cb-11e3-9d5b-20c9d0831e59",
  },
  priorities: {
    none: "9661b320-3a0c-11e2-81c1-0800200c9a66",
    low: priority("847f663e"),
    medium: priority("847f8146"),
    high: priority("847f9cda"),
    urgent: priority("847fb90e"),
  },
  states: {
    done: "cea116d4-acb5-11e1-8668-f23c91df1211",
    notStarted: "cea0ba04-acb5-11e1-8668-f23c91df1211",
    inProgress: "cea0efc4-acb5-11e1-8668-f23c91df1211",
    blocked: "5709c04e-2f4b-11e2-b663-0019bb4983d8",
  },
  userType: "ac9fa5aa-4361-11e0-b7cc-0019bb4983d8",
} as const;
